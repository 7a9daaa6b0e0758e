// Colours in 0..1. Order of the factors of an image: apply, brightness, contrast, saturation, hue, four operations.

const GRAY = vec3f(0.299, 0.587, 0.114);

fn load(image: u32, pixel: u32) -> vec3f {
  let at = 3u * (image * u.pixels + pixel);
  return (vec3f(x[at], x[at + 1u], x[at + 2u]) * DEVIATION + MEAN) / 255.0;
}

struct Hsv { hue: f32, saturation: f32, value: f32 }; // the hue is a share of the circle

fn to_hsv(rgb: vec3f) -> Hsv {
  let value = max(rgb.x, max(rgb.y, rgb.z));
  let spread = value - min(rgb.x, min(rgb.y, rgb.z));
  let d = select(spread, 1.0, spread == 0.0);
  var sextant = (rgb.y - rgb.z) / d; // of the first channel that is largest
  if (rgb.x < value) {
    sextant = select(4.0 + (rgb.x - rgb.y) / d, 2.0 + (rgb.z - rgb.x) / d, rgb.y >= value);
  }
  return Hsv(sextant / 6.0, spread / (value + 1e-8), value);
}

fn to_rgb(hsv: Hsv) -> vec3f {
  let value = hsv.value;
  let h = (hsv.hue - floor(hsv.hue)) * 6.0;
  let f = h - floor(h);
  let p = value * (1.0 - hsv.saturation);
  let q = value * (1.0 - f * hsv.saturation);
  let t = value * (1.0 - (1.0 - f) * hsv.saturation);
  switch (u32(h) % 6u) {
    case 0u: { return vec3f(value, t, p); }
    case 1u: { return vec3f(q, value, p); }
    case 2u: { return vec3f(p, value, t); }
    case 3u: { return vec3f(p, q, value); }
    case 4u: { return vec3f(t, p, value); }
    default: { return vec3f(value, p, q); }
  }
}

fn shift_hue(rgb: vec3f, turn: f32) -> vec3f {
  let hsv = to_hsv(rgb);
  return to_rgb(Hsv(hsv.hue + turn, hsv.saturation, hsv.value));
}

fn clamp01(rgb: vec3f) -> vec3f { return clamp(rgb, vec3f(0.0), vec3f(1.0)); }

fn operation_at(image: u32, step: u32) -> u32 { return u32(factors[FACTORS * image + 5u + step]); }
