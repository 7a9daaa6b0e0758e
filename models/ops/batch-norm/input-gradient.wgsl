// With batch statistics, what moves a channel's mean or variance is taken out of the gradient.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let c = i % u.width;
  let at = normalized(x[i], c);
  let shared_part = (sums[c] * at + sums[u.width + c]) * u.share;
  dx[i] = weight[c] * scale_of(c) * (before_relu(at, c, dy[i]) - shared_part);
}
