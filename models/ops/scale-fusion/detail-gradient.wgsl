@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let c = i % CLASSES;
  let inner = i / CLASSES;
  let image = inner / (u.detail_width * u.detail_height);
  let at = start() + vec2u(inner / u.detail_width % u.detail_height, inner % u.detail_width);
  let place = (image * u.height + at.x) * u.width + at.y;
  dx[i] = dy[place * CLASSES + c] * attention[place * LEVELS + min(c, LEVELS - 1u)];
}
