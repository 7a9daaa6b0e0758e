// One thread per output; `winners` holds the number of the winning place inside the window, row by row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let c = i % u.channels;
  let pixel = i / u.channels;
  let left = i32(pixel % u.width * u.stride) - i32(u.pad);
  let top = i32(pixel / u.width % u.height * u.stride) - i32(u.pad);
  let image = pixel / (u.width * u.height) * u.in_height;
  var best = 0.0;
  var winner = -1;
  for (var k = 0; k < i32(u.kernel * u.kernel); k++) {
    let row = top + k / i32(u.kernel);
    let column = left + k % i32(u.kernel);
    if (row < 0 || column < 0 || row >= i32(u.in_height) || column >= i32(u.in_width)) { continue; }
    let value = x[((image + u32(row)) * u.in_width + u32(column)) * u.channels + c];
    if (winner < 0 || value > best) { best = value; winner = k; }
  }
  y[i] = best;
  winners[i] = winner;
}
