// One thread per column and chunk of rows: neighbouring threads read neighbouring columns.
@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = u.width;
  let c = id.x % n;
  let chunk = id.x / n;
  if (chunk >= u.chunks) { return; }
  let last = min(u.rows, (chunk + 1u) * u.chunk_rows);
  var scaled = V(0.0);
  var plain = V(0.0);
  for (var row = chunk * u.chunk_rows; row < last; row++) {
    let d = dy[row * n + c];
    scaled += d * (x[row * n + c] - V(stats[row].x)) * stats[row].y;
    plain += d;
  }
  partials[chunk * 2u * n + c] = scaled;
  partials[(chunk * 2u + 1u) * n + c] = plain;
}
