// The most probable class at the size of the result, for some rows of one image.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let column = tap(i % u.width, u.ratio_x, u.in_width);
  let row = tap(u.first_row + i / u.width, u.ratio_y, u.in_height);
  let upper = (row.low - u.first_in_row) * u.in_width;
  let lower = (row.high - u.first_in_row) * u.in_width;
  let at = vec4u(upper + column.low, upper + column.high, lower + column.low, lower + column.high) * CLASSES;
  var best = 0u;
  var top = -1.0;
  for (var c = 0u; c < CLASSES; c++) {
    let above = mix(probabilities[at.x + c], probabilities[at.y + c], column.share);
    let below = mix(probabilities[at.z + c], probabilities[at.w + c], column.share);
    let p = mix(above, below, row.share);
    if (p > top) { top = p; best = c; }
  }
  classes[u.first_pixel + i] = i32(best);
}
