@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let c = i % u.width;
  let value = normalized(x[i], c) * weight[c] + bias[c];
  y[i] = select(value, max(value, V(0.0)), RELU == 1u);
}
