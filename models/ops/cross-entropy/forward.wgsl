// One thread per STRIDE-th pixel. Every thread leaves the sum of its losses and counts of valid and right pixels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let thread = flat_index(group, lane, 64u);
  if (thread >= u.threads) { return; }
  var loss = 0.0;
  var valid = 0.0;
  var right = 0.0;
  var scores: array<f32, CLASSES>;
  for (var pixel = thread; pixel < u.pixels; pixel += u.threads) {
    let k = corners_of(pixel);
    var top = logit(k, 0u);
    var best = 0u;
    scores[0] = top;
    for (var c = 1u; c < CLASSES; c++) {
      let score = logit(k, c);
      scores[c] = score;
      if (score > top) { top = score; best = c; }
    }
    var sum = 0.0;
    for (var c = 0u; c < CLASSES; c++) { sum += exp(scores[c] - top); }
    let log_sum = top + log(sum);
    log_sums[pixel] = log_sum;
    let label = u32(labels[pixel]);
    if (label < CLASSES) {
      loss += (log_sum - scores[label]) * pixel_weight(pixel);
      valid += 1.0;
      right += select(0.0, 1.0, label == best);
    }
  }
  partials[thread] = loss;
  partials[u.threads + thread] = valid;
  partials[2u * u.threads + thread] = right;
}
