@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  for (var i = flat_index(group, lane, 64u); i < u.size; i += u.threads) { dx[i] = select(V(0.0), dy[i], y[i] > V(0.0)); }
}
