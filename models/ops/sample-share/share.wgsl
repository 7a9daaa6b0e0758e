@compute @workgroup_size(1)
fn main() {
  var own = 0.0;
  var all = 0.0;
  for (var i = 0u; i < u.samples * u.threads; i++) {
    all += counts[i];
    if (i / u.threads == u.sample) { own += counts[i]; }
  }
  share[0] = factor[0] * own / max(1.0, all);
}
