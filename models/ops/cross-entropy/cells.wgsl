// A cell is the square between four logits; all pixels in it are mixtures of the same four. One thread per cell and
// class adds up what its pixels give to each corner, with one exponential per pixel and class.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let j = flat_index(group, lane, 64u);
  if (j >= u.size) { return; }
  let i = u.first + j;
  let c = i % CLASSES;
  let cell = i / CLASSES;
  let cx = cell % u.in_width;
  let cy = cell / u.in_width % u.in_height;
  let image = cell / (u.in_width * u.in_height);
  let right = select(0u, CLASSES, cx + 1u < u.in_width);
  let below = select(0u, u.in_width * CLASSES, cy + 1u < u.in_height);
  let top_left = logits[i];
  let top_right = logits[i + right];
  let bottom_left = logits[i + below];
  let bottom_right = logits[i + below + right];
  let first_x = first_tap(cx, u.inverse_x);
  let end_x = end_tap(cx, u.inverse_x, u.width);
  let end_y = end_tap(cy, u.inverse_y, u.height);
  var sums = vec4f(0.0);
  for (var y = first_tap(cy, u.inverse_y); y < end_y; y++) {
    let row = tap(y, u.ratio_y, u.in_height);
    if (row.low != cy) { continue; }
    let left_side = mix(top_left, bottom_left, row.share);
    let right_side = mix(top_right, bottom_right, row.share);
    for (var x = first_x; x < end_x; x++) {
      let column = tap(x, u.ratio_x, u.in_width);
      if (column.low != cx) { continue; }
      let pixel = (image * u.height + y) * u.width + x;
      let label = u32(labels[pixel]);
      if (label >= CLASSES) { continue; }
      let probability = exp(mix(left_side, right_side, column.share) - log_sums[pixel]);
      let gradient = (probability - select(0.0, 1.0, label == c)) * pixel_weight(pixel);
      let to_right = gradient * column.share;
      let to_left = gradient - to_right;
      sums += vec4f(to_left * (1.0 - row.share), to_right * (1.0 - row.share), to_left * row.share, to_right * row.share);
    }
  }
  // Beyond the last logit both corners are that logit.
  if (right == 0u) { sums = vec4f(sums.x + sums.y, 0.0, sums.z + sums.w, 0.0); }
  if (below == 0u) { sums = vec4f(sums.xy + sums.zw, 0.0, 0.0); }
  corners[j] = sums;
}
