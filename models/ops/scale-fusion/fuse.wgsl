// One thread per class and place of the fused map; outside the detail crop only the context counts.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let c = i % CLASSES;
  let place = i / CLASSES;
  let at = vec2u(place / u.width % u.height, place % u.width);
  let first = start();
  let size = vec2u(u.detail_height, u.detail_width);
  var seen = 0.0;
  if (all(at >= first) && all(at < first + size)) {
    let image = place / (u.width * u.height);
    let inner = at - first;
    seen = detail[((image * size.x + inner.x) * size.y + inner.y) * CLASSES + c];
  }
  y[i] = context[i] + attention[place * LEVELS + min(c, LEVELS - 1u)] * seen;
}
