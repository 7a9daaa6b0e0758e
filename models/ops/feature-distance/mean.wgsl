@compute @workgroup_size(1)
fn main() {
  var sum = 0.0;
  var count = 0.0;
  for (var i = 0u; i < u.positions; i++) {
    sum += distances[i];
    count += f32(mask[i]);
  }
  loss[0] = sum / max(1.0, count);
  share[0] = 1.0 / max(1.0, count);
}
