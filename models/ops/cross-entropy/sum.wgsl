// One thread, sums of 128 at a time: long float sums lose digits.
@compute @workgroup_size(1)
fn main() {
  var sums = vec3f(0.0);
  for (var start = 0u; start < u.threads; start += 128u) {
    var some = vec3f(0.0);
    for (var i = start; i < min(u.threads, start + 128u); i++) { some += partial(i); }
    sums += some;
  }
  store(sums);
}
