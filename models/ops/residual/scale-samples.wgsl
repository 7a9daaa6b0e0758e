// BASE 1: y = x + branch * keep; BASE 0: y = branch * keep. The mask is a function of counters, never stored.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let draw = uniform01(hash4(vec4u(key[0], u.stream, key[1], i / u.sample)).x);
  let keep = select(0.0, u.scale, draw >= u.rate);
  y[i] = base(i) + branch[i] * keep;
}
