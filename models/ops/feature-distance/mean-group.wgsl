var<workgroup> parts: array<vec2f, 256>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32) {
  var sums = vec2f(0.0);
  for (var i = lane; i < u.positions; i += 256u) { sums += vec2f(distances[i], f32(mask[i])); }
  parts[lane] = sums;
  workgroupBarrier();
  for (var step = 128u; step > 0u; step >>= 1u) {
    if (lane < step) { parts[lane] += parts[lane + step]; }
    workgroupBarrier();
  }
  if (lane != 0u) { return; }
  loss[0] = parts[0].x / max(1.0, parts[0].y);
  share[0] = 1.0 / max(1.0, parts[0].y);
}
