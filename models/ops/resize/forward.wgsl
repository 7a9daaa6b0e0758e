// Writes the resized map into the channels from `offset` on of an output with `stride` channels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let c = i % u.channels;
  let pixel = i / u.channels;
  let column = tap(pixel % u.out_width, u.ratio_x, u.in_width);
  let row = tap(pixel / u.out_width % u.out_height, u.ratio_y, u.in_height);
  let image = pixel / (u.out_width * u.out_height) * u.in_height;
  let top = (image + row.low) * u.in_width;
  let bottom = (image + row.high) * u.in_width;
  let upper = mix(x[(top + column.low) * u.channels + c], x[(top + column.high) * u.channels + c], V(column.share));
  let lower = mix(x[(bottom + column.low) * u.channels + c], x[(bottom + column.high) * u.channels + c], V(column.share));
  y[pixel * u.stride + u.offset + c] = mix(upper, lower, V(row.share));
}
