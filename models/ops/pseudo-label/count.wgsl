@compute @workgroup_size(1)
fn main() {
  var sum = 0;
  for (var i = 0u; i < u.threads; i++) { sum += counts[i]; }
  confident[0] = sum;
}
