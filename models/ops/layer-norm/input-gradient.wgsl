// One row per thread.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = flat_index(group, lane, 64u);
  if (row >= u.rows) { return; }
  let n = u.width;
  let start = row * n;
  let mean = stats[row].x;
  let scale = stats[row].y;
  var plain = V(0.0);
  var along = V(0.0);
  for (var c = 0u; c < n; c++) {
    let g = dy[start + c] * gamma[c];
    plain += g;
    along += g * (x[start + c] - V(mean));
  }
  let a = total(plain) / u.channels;
  let b = total(along) * scale * scale / u.channels;
  for (var c = 0u; c < n; c++) { dx[start + c] = scale * (dy[start + c] * gamma[c] - V(a) - (x[start + c] - V(mean)) * b); }
}
