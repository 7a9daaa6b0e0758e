// Gathers, for one input pixel, the gradients of all outputs that read it: no scattered adds, one fixed order. A thread
// takes SPAN channels, `blocks` apart, so that weights are worked out once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let first_channel = i % u.blocks;
  let pixel = i / u.blocks;
  let px = pixel % u.in_width;
  let py = pixel / u.in_width % u.in_height;
  let image = pixel / (u.in_width * u.in_height) * u.out_height;
  let first_x = first_tap(px, u.inverse_x);
  let end_x = end_tap(px, u.inverse_x, u.out_width);
  let end_y = end_tap(py, u.inverse_y, u.out_height);
  var sums: array<V, SPAN>;
  for (var oy = first_tap(py, u.inverse_y); oy < end_y; oy++) {
    let share_y = weight(tap(oy, u.ratio_y, u.in_height), py);
    if (share_y == 0.0) { continue; }
    for (var ox = first_x; ox < end_x; ox++) {
      let share = share_y * weight(tap(ox, u.ratio_x, u.in_width), px);
      if (share == 0.0) { continue; }
      let at = ((image + oy) * u.out_width + ox) * u.stride + u.offset;
      for (var k = 0u; k < SPAN; k++) { sums[k] += share * dy[at + min(first_channel + k * u.blocks, u.channels - 1u)]; }
    }
  }
  for (var k = 0u; k < SPAN; k++) {
    let c = first_channel + k * u.blocks;
    if (c < u.channels) { dx[pixel * u.channels + c] = sums[k]; }
  }
}
