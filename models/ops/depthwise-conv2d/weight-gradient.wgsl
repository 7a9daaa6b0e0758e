// Sums of x * dy for the nine taps, and of dy, over one slice of the walks (a line of the output and a phase).
@compute @workgroup_size(WIDTH)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let channel = group.x * WIDTH + lane;
  if (channel >= u.channels) { return; }
  let slice = group.y;
  let step = i32(u.dilation);
  var left = vec3f(0.0);
  var middle = vec3f(0.0);
  var right = vec3f(0.0);
  var bias = 0.0;
  let end = min(u.walks, (slice + 1u) * u.slice_walks);
  for (var walk = slice * u.slice_walks; walk < end; walk++) {
    let line = walk / u.phases;
    let y = i32(line % u.out_height) - i32(u.pad);
    let picture = line / u.out_height;
    var out_x = walk % u.phases;
    var in_x = i32(out_x) - i32(u.pad);
    var a = window_column(y, in_x, picture, channel);
    var b = window_column(y, in_x + step, picture, channel);
    for (; out_x < u.out_width; out_x += u.dilation) {
      let c = window_column(y, in_x + 2 * step, picture, channel);
      let g = dy[(line * u.out_width + out_x) * u.channels + channel];
      left += a * g;
      middle += b * g;
      right += c * g;
      bias += g;
      a = b;
      b = c;
      in_x += step;
    }
  }
  let at = slice * 9u * u.channels + channel;
  for (var ky = 0u; ky < 3u; ky++) {
    dw[at + ky * 3u * u.channels] = left[ky];
    dw[at + (ky * 3u + 1u) * u.channels] = middle[ky];
    dw[at + (ky * 3u + 2u) * u.channels] = right[ky];
  }
  db[slice * u.channels + channel] = bias;
}
