@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.batch * u.height * u.width * u.channels) { return; }
  let pixel = i / u.channels;
  let column = min(u32(f32(i / u.channels % u.width) * (f32(u.gridWidth) / f32(u.width))), u.gridWidth - 1u);
  let row = min(u32(f32(pixel / u.width % u.height) * (f32(u.gridHeight) / f32(u.height))), u.gridHeight - 1u);
  let draw = draws[(pixel / (u.width * u.height) * u.gridHeight + row) * u.gridWidth + column];
  y[i] = select(0.0, image[i], draw > u.ratio);
}
