// Sums of gray, as it is when contrast comes; one thread per image and strided share of its pixels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let image = i / u.threads;
  var sum = 0.0;
  for (var pixel = i % u.threads; pixel < u.pixels; pixel += u.threads) {
    var rgb = load(image, pixel);
    for (var step = 0u; step < 4u; step++) {
      let operation = operation_at(image, step);
      if (operation == 1u) { break; }
      rgb = operate(operation, rgb, image, 0.0);
    }
    sum += dot(rgb, GRAY);
  }
  partials[i] = sum;
}
