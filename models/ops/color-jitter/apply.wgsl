@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let image = i / u.pixels;
  var value = vec3f(x[3u * i], x[3u * i + 1u], x[3u * i + 2u]);
  if (factors[FACTORS * image] != 0.0) {
    var rgb = load(image, i % u.pixels);
    for (var step = 0u; step < 4u; step++) { rgb = operate(operation_at(image, step), rgb, image, mean[image]); }
    value = (rgb * 255.0 - MEAN) / DEVIATION;
  }
  y[3u * i] = value.x;
  y[3u * i + 1u] = value.y;
  y[3u * i + 2u] = value.z;
}
