// One row per thread.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = flat_index(group, lane, 64u);
  if (row >= u.rows) { return; }
  let n = u.width;
  let start = row * n;
  var sum = V(0.0);
  for (var c = 0u; c < n; c++) { sum += x[start + c]; }
  let mean = total(sum) / u.channels;
  var squares = V(0.0);
  for (var c = 0u; c < n; c++) {
    let d = x[start + c] - V(mean);
    squares += d * d;
  }
  let scale = 1.0 / sqrt(total(squares) / u.channels + u.eps);
  for (var c = 0u; c < n; c++) { y[start + c] = (x[start + c] - V(mean)) * scale * gamma[c] + beta[c]; }
  stats[row] = vec2f(mean, scale);
}
