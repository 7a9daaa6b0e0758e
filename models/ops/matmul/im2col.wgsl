// Row m is an output pixel of a convolution; for each tap it reads the channels of one input pixel, or zeros outside.
fn start_phase(phase: u32) {}
fn row_origin(m: u32) -> vec3i {
  let line = m / u.out_width;
  let y = i32((line % u.out_height) * u.stride) - i32(u.pad);
  let x = i32((m % u.out_width) * u.stride) - i32(u.pad);
  return vec3i(i32(line / u.out_height), y, x);
}
fn row_base(origin: vec3i, tap: u32) -> i32 {
  let y = origin.y + i32(tap / u.kernel_width * u.dilation);
  let x = origin.z + i32(tap % u.kernel_width * u.dilation);
  if (y < 0 || y >= i32(u.in_height) || x < 0 || x >= i32(u.in_width)) { return -1; }
  return ((origin.x * i32(u.in_height) + y) * i32(u.in_width) + x) * i32(u.channels);
}
fn weight_tap(tap: u32) -> u32 { return tap; }
fn out_row(m: u32) -> i32 { return i32(m); }
