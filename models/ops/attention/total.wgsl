// Adds up the slices, in order.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  var sum = 0.0;
  for (var slice = 0u; slice < u.slices; slice++) { sum += parts[slice * u.size + i]; }
  total[i] = sum;
}
