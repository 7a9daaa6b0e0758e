@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.pixels) { return; }
  let paste = choice[i / u.per_image * 256u + (u32(source_label[i]) & 255u)] != 0;
  for (var c = 3u * i; c < 3u * i + 3u; c++) { image[c] = select(target_image[c], source_image[c], paste); }
  label[i] = select(target_label[i], source_label[i], paste);
  weight[i] = select(target_weight[i], 1.0, paste);
  mask[i] = select(0, 1, paste);
}
