// Unmasked positions have distance 0; so may masked ones, where the gradient of the norm is taken as 0.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let distance = distances[i / u.channels];
  var slope = 0.0;
  if (distance > 0.0) { slope = dy[0] * share[0] / distance; }
  dx[i] = (student[i] - reference[i]) * slope;
}
