@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= u.channels) { return; }
  var m = vec3f(0.0);
  for (var chunk = 0u; chunk < u.chunks; chunk++) { m = merge(m, moments_of(chunk, c)); }
  store(c, m);
}
