// 16 columns by 16 threads; each thread takes every 16th chunk.
var<workgroup> parts: array<vec3f, 256>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let c = group.x * 16u + lane % 16u;
  var m = vec3f(0.0);
  if (c < u.channels) {
    for (var chunk = lane / 16u; chunk < u.chunks; chunk += 16u) { m = merge(m, moments_of(chunk, c)); }
  }
  parts[lane] = m;
  workgroupBarrier();
  for (var step = 8u; step > 0u; step >>= 1u) {
    if (lane / 16u < step) { parts[lane] = merge(parts[lane], parts[lane + step * 16u]); }
    workgroupBarrier();
  }
  if (lane < 16u && c < u.channels) { store(c, parts[lane]); }
}
