// 16 columns by 16 threads; each thread takes every 16th chunk.
var<workgroup> parts: array<f32, 256>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let column = group.x * 16u + lane % 16u;
  var sum = 0.0;
  if (column < 2u * u.columns) {
    for (var chunk = lane / 16u; chunk < u.chunks; chunk += 16u) { sum += partials[chunk * 2u * u.columns + column]; }
  }
  parts[lane] = sum;
  workgroupBarrier();
  for (var step = 8u; step > 0u; step >>= 1u) {
    if (lane / 16u < step) { parts[lane] += parts[lane + step * 16u]; }
    workgroupBarrier();
  }
  if (lane < 16u && column < 2u * u.columns) { put(column, parts[lane]); }
}
