@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) group: vec3u) {
  var sum = 0.0;
  for (var i = 0u; i < u.threads; i++) { sum += partials[group.x * u.threads + i]; }
  mean[group.x] = sum / f32(u.pixels);
}
