// LANES threads per row, 64 / LANES rows per workgroup.
var<workgroup> parts: array<f32, 64>;

fn row_sum(lane: u32, value: f32) -> f32 {
  parts[lane] = value;
  workgroupBarrier();
  for (var step = LANES / 2u; step > 0u; step >>= 1u) {
    if (lane % LANES < step) { parts[lane] += parts[lane + step]; }
    workgroupBarrier();
  }
  let sum = parts[lane - lane % LANES];
  workgroupBarrier();
  return sum;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = flat_index(group, lane / LANES, 64u / LANES);
  let n = select(0u, u.width, row < u.rows);
  let start = row * u.width;
  let first = lane % LANES;
  var sum = V(0.0);
  for (var c = first; c < n; c += LANES) { sum += x[start + c]; }
  let mean = row_sum(lane, total(sum)) / u.channels;
  var squares = V(0.0);
  for (var c = first; c < n; c += LANES) {
    let d = x[start + c] - V(mean);
    squares += d * d;
  }
  let scale = 1.0 / sqrt(row_sum(lane, total(squares)) / u.channels + u.eps);
  for (var c = first; c < n; c += LANES) { y[start + c] = (x[start + c] - V(mean)) * scale * gamma[c] + beta[c]; }
  if (first == 0u && row < u.rows) { stats[row] = vec2f(mean, scale); }
}
