// A thread keeps to one column and takes every `row_step`-th row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let thread = flat_index(group, lane, 64u);
  let c = thread % u.width;
  let first = thread / u.width;
  if (first >= u.row_step) { return; }
  let scale = scale_of(c) * weight[c];
  let mean = stats[c];
  let shift = bias[c];
  for (var row = first; row < u.rows; row += u.row_step) {
    let value = (x[row * u.width + c] - mean) * scale + shift;
    y[row * u.width + c] = select(value, max(value, V(0.0)), RELU == 1u);
  }
}
