// CLASSES counts and one for ignored pixels; the first of the largest counts wins, if it is large enough.
fn selected(i: u32) -> bool {
  let block_x = i % u.width * u.block;
  let block_y = i / u.width % u.height * u.block;
  let image = i / (u.width * u.height) * u.label_height;
  var counts: array<u32, CLASSES + 1u>;
  for (var c = 0u; c <= CLASSES; c++) { counts[c] = 0u; }
  for (var y = 0u; y < u.block; y++) {
    let row = (image + block_y + y) * u.label_width + block_x;
    for (var x = 0u; x < u.block; x++) { counts[min(u32(labels[row + x]), CLASSES)]++; }
  }
  var best = 0u;
  for (var c = 1u; c <= CLASSES; c++) { if (counts[c] > counts[best]) { best = c; } }
  return best < CLASSES && counts[best] >= u.min_count && ((u.classes >> best) & 1u) == 1u;
}
