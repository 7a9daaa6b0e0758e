// Sums over a chunk of rows; one thread per column and chunk.
@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = u.width;
  let c = id.x % n;
  let chunk = id.x / n;
  if (chunk >= u.chunks) { return; }
  let last = min(u.rows, (chunk + 1u) * u.chunk_rows);
  let scale = scale_of(c) * weight[c];
  let mean = stats[c];
  let shift = bias[c];
  var along = V(0.0);
  var plain = V(0.0);
  for (var row = chunk * u.chunk_rows; row < last; row++) {
    let from_mean = x[row * n + c] - mean;
    let d = before_relu(from_mean * scale + shift, dy[row * n + c]);
    along += d * from_mean;
    plain += d;
  }
  partials[chunk * 2u * n + c] = along * scale_of(c);
  partials[(chunk * 2u + 1u) * n + c] = plain;
}
