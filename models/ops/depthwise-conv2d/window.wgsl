// A thread owns one channel and walks along a line of the output in steps of `dilation`, so that the 3 x 3 window of
// each step shares two of its three columns with the step before.

// Three input values of one window column, rows y, y + dilation, y + 2 dilation; zeros outside.
fn window_column(line_y: i32, line_x: i32, picture: u32, channel: u32) -> vec3f {
  let inside = line_x >= 0 && line_x < i32(u.in_width);
  let x_at = u32(clamp(line_x, 0, i32(u.in_width) - 1));
  var values: vec3f;
  for (var k = 0; k < 3; k++) {
    let y = line_y + k * i32(u.dilation);
    let y_at = u32(clamp(y, 0, i32(u.in_height) - 1));
    let value = x[((picture * u.in_height + y_at) * u.in_width + x_at) * u.channels + channel];
    values[k] = select(0.0, value, inside && y >= 0 && y < i32(u.in_height));
  }
  return values;
}
