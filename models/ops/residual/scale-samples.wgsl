// One sample per z. The mask is a function of counters, never stored.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let draw = uniform01(hash4(vec4u(key[0], u.stream, key[1], group.z)).x);
  let keep = select(0.0, u.scale, draw >= u.rate);
  let start = group.z * u.size;
  for (var i = flat_index(group, lane, 64u); i < u.size; i += u.threads) {
    y[start + i] = base(start + i) + branch[start + i] * keep;
  }
}
