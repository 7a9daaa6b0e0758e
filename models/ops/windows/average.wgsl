// One thread per value of the result: the mean of what all windows over it say, in the windows' order.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let c = i % u.channels;
  let pixel = i / u.channels;
  let at = vec2u(u.first_row + pixel / u.width % u.wanted_rows, pixel % u.width);
  let sample = u.first_sample + pixel / (u.width * u.wanted_rows);
  var sum = 0.0;
  var count = 0.0;
  for (var k = 0u; k < u.rows * u.columns; k++) {
    let start = window_start(k);
    if (any(at < start) || any(at >= start + vec2u(u.window_height, u.window_width))) { continue; }
    let row = tap(at.x - start.x, u.ratio_y, u.in_height);
    let column = tap(at.y - start.y, u.ratio_x, u.in_width);
    let image = (k * u.batch + sample) * u.in_height;
    let upper = mix(value(image + row.low, column.low, c), value(image + row.low, column.high, c), column.share);
    let lower = mix(value(image + row.high, column.low, c), value(image + row.high, column.high, c), column.share);
    sum += mix(upper, lower, row.share);
    count += 1.0;
  }
  y[i] = sum / count;
}

fn value(row: u32, column: u32, c: u32) -> f32 { return x[(row * u.in_width + column) * u.channels + c]; }
