// Row m is an input pixel of a convolution; it gathers the output pixels that read it (transposed convolution). Which
// taps these are depends on (pixel + pad) modulo stride, so every such phase is a launch of its own rows and taps.
var<private> phase_y: u32;
var<private> phase_x: u32;
fn start_phase(phase: u32) {
  phase_y = phase / u.stride;
  phase_x = phase % u.stride;
}
fn first_pixel(phase: u32) -> u32 { return (phase + u.stride * u.pad - u.pad) % u.stride; }
fn row_origin(m: u32) -> vec3i {
  let line = m / u.phase_width;
  let y = first_pixel(phase_y) + (line % u.phase_height) * u.stride;
  let x = first_pixel(phase_x) + (m % u.phase_width) * u.stride;
  if (y >= u.in_height || x >= u.in_width) { return vec3i(-1, 0, 0); }
  return vec3i(i32(line / u.phase_height), i32(y), i32(x));
}
fn row_base(origin: vec3i, tap: u32) -> i32 {
  let ky = phase_y + tap / u.phase_taps_x * u.stride;
  let kx = phase_x + tap % u.phase_taps_x * u.stride;
  let y = origin.y + i32(u.pad) - i32(ky * u.dilation);
  let x = origin.z + i32(u.pad) - i32(kx * u.dilation);
  let stride = i32(u.stride);
  if (origin.x < 0 || ky >= u.kernel_height || kx >= u.kernel_width || y < 0 || x < 0) { return -1; }
  if (y >= i32(u.out_height) * stride || x >= i32(u.out_width) * stride) { return -1; }
  return ((origin.x * i32(u.out_height) + y / stride) * i32(u.out_width) + x / stride) * i32(u.channels);
}
fn weight_tap(tap: u32) -> u32 {
  let ky = phase_y + tap / u.phase_taps_x * u.stride;
  let kx = phase_x + tap % u.phase_taps_x * u.stride;
  return min(ky * u.kernel_width + kx, u.kernel_height * u.kernel_width - 1u);
}
fn out_row(m: u32) -> i32 {
  let origin = row_origin(m);
  if (origin.x < 0) { return -1; }
  return (origin.x * i32(u.in_height) + origin.y) * i32(u.in_width) + origin.z;
}
