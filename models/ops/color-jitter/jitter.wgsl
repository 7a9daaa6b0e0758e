// Colours in 0..1. Order of the factors of an image: apply, brightness, contrast, saturation, hue, four operations.

const GRAY = vec3f(0.299, 0.587, 0.114);

fn load(image: u32, pixel: u32) -> vec3f {
  let at = 3u * (image * u.pixels + pixel);
  return (vec3f(x[at], x[at + 1u], x[at + 2u]) * DEVIATION + MEAN) / 255.0;
}

fn shift_hue(rgb: vec3f, turn: f32) -> vec3f {
  let value = max(rgb.x, max(rgb.y, rgb.z));
  let spread = value - min(rgb.x, min(rgb.y, rgb.z));
  let saturation = spread / (value + 1e-8);
  let d = select(spread, 1.0, spread == 0.0);
  var sextant = (rgb.y - rgb.z) / d; // of the first channel that is largest
  if (rgb.x < value) {
    sextant = select(4.0 + (rgb.x - rgb.y) / d, 2.0 + (rgb.z - rgb.x) / d, rgb.y >= value);
  }
  let hue = sextant / 6.0 + turn;
  let h = (hue - floor(hue)) * 6.0;
  let f = h - floor(h);
  let p = value * (1.0 - saturation);
  let q = value * (1.0 - f * saturation);
  let t = value * (1.0 - (1.0 - f) * saturation);
  switch (u32(h) % 6u) {
    case 0u: { return vec3f(value, t, p); }
    case 1u: { return vec3f(q, value, p); }
    case 2u: { return vec3f(p, value, t); }
    case 3u: { return vec3f(p, q, value); }
    case 4u: { return vec3f(t, p, value); }
    default: { return vec3f(value, p, q); }
  }
}

fn clamp01(rgb: vec3f) -> vec3f { return clamp(rgb, vec3f(0.0), vec3f(1.0)); }

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

fn operation_at(image: u32, step: u32) -> u32 { return u32(factors[FACTORS * image + 5u + step]); }
