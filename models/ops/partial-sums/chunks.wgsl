@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  if (column >= 2u * u.columns) { return; }
  var sum = 0.0;
  for (var chunk = 0u; chunk < u.chunks; chunk++) { sum += partials[chunk * 2u * u.columns + column]; }
  put(column, sum);
}
