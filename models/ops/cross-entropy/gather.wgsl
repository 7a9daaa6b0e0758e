// A logit is a corner of up to four cells.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let j = flat_index(group, lane, 64u);
  if (j >= u.size) { return; }
  let i = u.first + j;
  let cell = i - u.first_cell;
  let x = i / CLASSES % u.in_width;
  let y = i / CLASSES / u.in_width % u.in_height;
  let row = u.in_width * CLASSES;
  var sum = corners[cell].x;
  if (x > 0u) { sum += corners[cell - CLASSES].y; }
  if (y > 0u) { sum += corners[cell - row].z; }
  if (x > 0u && y > 0u) { sum += corners[cell - row - CLASSES].w; }
  dx[i] = sum * dy[0] * scale[0];
}
