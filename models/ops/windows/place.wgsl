// Row and column at which window `k` of the grid begins.
fn window_start(k: u32) -> vec2u {
  return min(vec2u(k / u.columns * u.stride_y, k % u.columns * u.stride_x), vec2u(u.last_y, u.last_x));
}
