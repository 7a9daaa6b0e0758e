// Writes the resized map into the channels from `offset` on of an output with `stride` channels. A thread takes one
// pixel and every `blocks`-th channel, so that positions are worked out once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let pixel = i / u.blocks;
  let column = tap(pixel % u.out_width, u.ratio_x, u.in_width);
  let row = tap(pixel / u.out_width % u.out_height, u.ratio_y, u.in_height);
  let image = pixel / (u.out_width * u.out_height) * u.in_height;
  let top = (image + row.low) * u.in_width;
  let bottom = (image + row.high) * u.in_width;
  let top_left = (top + column.low) * u.channels;
  let top_right = (top + column.high) * u.channels;
  let bottom_left = (bottom + column.low) * u.channels;
  let bottom_right = (bottom + column.high) * u.channels;
  let at = pixel * u.stride + u.offset;
  for (var c = i % u.blocks; c < u.channels; c += u.blocks) {
    let upper = mix(x[top_left + c], x[top_right + c], V(column.share));
    let lower = mix(x[bottom_left + c], x[bottom_right + c], V(column.share));
    y[at + c] = mix(upper, lower, V(row.share));
  }
}
