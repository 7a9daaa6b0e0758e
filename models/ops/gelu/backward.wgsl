@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  for (var i = flat_index(group, lane, 64u); i < u.size; i += u.threads) {
    let v = x[i];
    dx[i] = dy[i] * (0.5 * (V(1.0) + erf(v * 0.70710678)) + v * 0.39894228 * exp(-0.5 * v * v));
  }
}
