// One operation; `mean` is the image's mean gray before it, which contrast needs.
fn operate(operation: u32, rgb: vec3f, image: u32, mean: f32) -> vec3f {
  let at = FACTORS * image + 1u + operation;
  let factor = factors[at];
  switch (operation) {
    case 0u: { return clamp01(rgb * factor); }
    case 1u: { return clamp01(rgb * factor + vec3f(mean * (1.0 - factor))); }
    case 2u: { return clamp01(rgb * factor + vec3f(dot(rgb, GRAY) * (1.0 - factor))); }
    default: { return shift_hue(rgb, factor); }
  }
}
