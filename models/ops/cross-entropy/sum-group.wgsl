var<workgroup> parts: array<vec3f, 256>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32) {
  var sums = vec3f(0.0);
  for (var i = lane; i < u.threads; i += 256u) { sums += partial(i); }
  parts[lane] = sums;
  workgroupBarrier();
  for (var step = 128u; step > 0u; step >>= 1u) {
    if (lane < step) { parts[lane] += parts[lane + step]; }
    workgroupBarrier();
  }
  if (lane == 0u) { store(parts[0]); }
}
