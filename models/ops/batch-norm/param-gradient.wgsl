// Sums over a chunk of rows; one thread per column and chunk.
@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = u.width;
  let c = id.x % n;
  let chunk = id.x / n;
  if (chunk >= u.chunks) { return; }
  let last = min(u.rows, (chunk + 1u) * u.chunk_rows);
  var along = V(0.0);
  var plain = V(0.0);
  for (var row = chunk * u.chunk_rows; row < last; row++) {
    let at = normalized(x[row * n + c], c);
    let d = before_relu(at, c, dy[row * n + c]);
    along += d * at;
    plain += d;
  }
  partials[chunk * 2u * n + c] = along;
  partials[(chunk * 2u + 1u) * n + c] = plain;
}
