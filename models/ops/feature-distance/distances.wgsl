// One thread per position of the feature map: the class that fills its block of labels, and the distance there.
@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 32u);
  if (i >= u.positions) { return; }
  let counts_here = selected(i);
  var squares = 0.0;
  if (counts_here) {
    for (var c = i * u.channels; c < (i + 1u) * u.channels; c++) {
      let d = student[c] - reference[c];
      squares += d * d;
    }
  }
  mask[i] = select(0, 1, counts_here);
  distances[i] = sqrt(squares);
}
