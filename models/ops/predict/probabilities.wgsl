// Softmax at the network's input size, for some rows of one image.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let k = corners_of(u.first_pixel + i);
  var scores: array<f32, CLASSES>;
  var top = logit(k, 0u);
  scores[0] = top;
  for (var c = 1u; c < CLASSES; c++) {
    scores[c] = logit(k, c);
    top = max(top, scores[c]);
  }
  var sum = 0.0;
  for (var c = 0u; c < CLASSES; c++) {
    scores[c] = exp(scores[c] - top);
    sum += scores[c];
  }
  for (var c = 0u; c < CLASSES; c++) { probabilities[i * CLASSES + c] = scores[c] / sum; }
}
