// One thread per `threads`-th pixel; every thread counts its confident pixels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let thread = flat_index(group, lane, 64u);
  if (thread >= u.threads) { return; }
  var count = 0;
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
    labels[pixel] = i32(best);
    count += select(0, 1, 1.0 / sum >= u.threshold);
  }
  counts[thread] = count;
}
