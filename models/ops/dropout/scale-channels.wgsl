// One thread per sample, V of channels and strip of pixels: the mask is drawn once per strip.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let c = i % u.channels;
  let strip = i / u.channels % u.strips;
  let sample = i / (u.channels * u.strips);
  let keep = mask((sample * u.channels + c) * LANES);
  let last = min(u.pixels, (strip + 1u) * u.strip_pixels);
  for (var p = strip * u.strip_pixels; p < last; p++) {
    let at = (sample * u.pixels + p) * u.channels + c;
    y[at] = x[at] * keep;
  }
}

fn draw(index: u32) -> f32 {
  return select(0.0, u.scale, uniform01(hash4(vec4u(key[0], u.stream, key[1], index)).x) >= u.rate);
}
