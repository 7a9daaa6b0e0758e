var<workgroup> parts: array<i32, 256>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32) {
  var sum = 0;
  for (var i = lane; i < u.threads; i += 256u) { sum += counts[i]; }
  parts[lane] = sum;
  workgroupBarrier();
  for (var step = 128u; step > 0u; step >>= 1u) {
    if (lane < step) { parts[lane] += parts[lane + step]; }
    workgroupBarrier();
  }
  if (lane == 0u) { confident[0] = parts[0]; }
}
