@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.pixels) { return; }
  let packed = pixels[i];
  let rgb = vec3f(f32(packed & 255u), f32((packed >> 8u) & 255u), f32((packed >> 16u) & 255u));
  let value = (rgb - MEAN) / DEVIATION;
  y[3u * i] = value.x;
  y[3u * i + 1u] = value.y;
  y[3u * i + 2u] = value.z;
}
