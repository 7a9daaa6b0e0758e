@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.batch * u.height * u.width * u.channels) { return; }
  let pixel = i / u.channels;
  let column = (pixel % u.width) * u.gridWidth / u.width;
  let row = (pixel / u.width % u.height) * u.gridHeight / u.height;
  let draw = draws[(pixel / (u.width * u.height) * u.gridHeight + row) * u.gridWidth + column];
  y[i] = select(0.0, image[i], draw > u.ratio);
}
