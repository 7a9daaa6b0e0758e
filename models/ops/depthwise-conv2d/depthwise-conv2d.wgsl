// Forward, and with FLIP the gradient of the input: the same convolution with the kernel turned around.
fn kernel_column(kx: u32, channel: u32) -> vec3f {
  var values: vec3f;
  for (var ky = 0u; ky < 3u; ky++) {
    let tap = select(ky * 3u + kx, 8u - ky * 3u - kx, FLIP == 1u);
    values[ky] = w[tap * u.channels + channel];
  }
  return values;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.threads) { return; }
  let channel = i % u.channels;
  let walk = i / u.channels;
  let phase = walk % u.phases;
  let segment = walk / u.phases % u.segments;
  let line = walk / u.phases / u.segments;
  let y = i32(line % u.out_height) - i32(u.pad);
  let picture = line / u.out_height;
  let left = kernel_column(0u, channel);
  let middle = kernel_column(1u, channel);
  let right = kernel_column(2u, channel);
  let start = start_value(channel);
  let step = i32(u.dilation);
  var out_x = phase + segment * u.segment_steps * u.dilation;
  let end = min(u.out_width, out_x + u.segment_steps * u.dilation);
  var in_x = i32(out_x) - i32(u.pad);
  var a = window_column(y, in_x, picture, channel);
  var b = window_column(y, in_x + step, picture, channel);
  for (; out_x < end; out_x += u.dilation) {
    let c = window_column(y, in_x + 2 * step, picture, channel);
    result[(line * u.out_width + out_x) * u.channels + channel] = start + dot(a, left) + dot(b, middle) + dot(c, right);
    a = b;
    b = c;
    in_x += step;
  }
}
