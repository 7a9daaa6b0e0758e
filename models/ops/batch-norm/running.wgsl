@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= u.channels) { return; }
  stats[c] = running_mean[c];
  stats[u.channels + c] = 1.0 / sqrt(running_var[c] + u.eps);
}
