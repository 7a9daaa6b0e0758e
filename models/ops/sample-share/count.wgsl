// Values of [low, high) among every STRIDE-th value of a sample, one thread each.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.samples * u.threads) { return; }
  let sample = i / u.threads;
  var count = 0.0;
  for (var k = i % u.threads; k < u.size; k += u.threads) {
    let value = u32(values[sample * u.size + k]);
    count += select(0.0, 1.0, value >= u.low && value < u.high);
  }
  counts[i] = count;
}
