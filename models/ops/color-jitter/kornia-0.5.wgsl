// One operation: brightness adds, contrast multiplies, saturation is that of HSV. None needs the image's mean gray.
fn operate(operation: u32, rgb: vec3f, image: u32, mean: f32) -> vec3f {
  let at = FACTORS * image + 1u + operation;
  let factor = factors[at];
  switch (operation) {
    case 0u: { return clamp01(rgb + vec3f(factor - 1.0)); }
    case 1u: { return clamp01(rgb * factor); }
    case 2u: {
      let hsv = to_hsv(rgb);
      return to_rgb(Hsv(hsv.hue, clamp(hsv.saturation * factor, 0.0, 1.0), hsv.value));
    }
    default: { return shift_hue(rgb, factor); }
  }
}
