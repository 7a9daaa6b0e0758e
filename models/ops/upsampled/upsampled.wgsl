// Logits [B, h, w, CLASSES] read as if they were resized to the size of the labels; needs bilinear.wgsl.

struct Corners { at: vec4u, share_x: f32, share_y: f32 }

fn corners_of(pixel: u32) -> Corners {
  let column = tap(pixel % u.width, u.ratio_x, u.in_width);
  let row = tap(pixel / u.width % u.height, u.ratio_y, u.in_height);
  let image = pixel / (u.width * u.height) * u.in_height;
  let top = (image + row.low) * u.in_width;
  let bottom = (image + row.high) * u.in_width;
  return Corners(vec4u(top + column.low, top + column.high, bottom + column.low, bottom + column.high) * CLASSES,
    column.share, row.share);
}

fn logit(k: Corners, c: u32) -> f32 {
  let upper = mix(logits[k.at.x + c], logits[k.at.y + c], k.share_x);
  let lower = mix(logits[k.at.z + c], logits[k.at.w + c], k.share_x);
  return mix(upper, lower, k.share_y);
}
