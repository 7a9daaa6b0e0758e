// With batch statistics, what moves a channel's mean or variance is taken out of the gradient. A thread keeps to one
// column and takes every `row_step`-th row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let thread = flat_index(group, lane, 64u);
  let c = thread % u.width;
  let first = thread / u.width;
  if (first >= u.row_step) { return; }
  let scale = scale_of(c) * weight[c];
  let mean = stats[c];
  let shift = bias[c];
  let along = sums[c] * scale_of(c) * u.share;
  let plain = sums[u.width + c] * u.share;
  for (var row = first; row < u.rows; row += u.row_step) {
    let i = row * u.width + c;
    let from_mean = x[i] - mean;
    dx[i] = scale * (before_relu(from_mean * scale + shift, dy[i]) - along * from_mean - plain);
  }
}
