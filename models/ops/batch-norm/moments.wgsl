// Mean and sum of squared deviations of a chunk of rows; one thread per column and chunk.
@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = u.width;
  let c = id.x % n;
  let chunk = id.x / n;
  if (chunk >= u.chunks) { return; }
  let first = chunk * u.chunk_rows;
  let last = min(u.rows, first + u.chunk_rows);
  var sum = V(0.0);
  for (var row = first; row < last; row++) { sum += x[row * n + c]; }
  let mean = sum / f32(last - first);
  var squares = V(0.0);
  for (var row = first; row < last; row++) {
    let d = x[row * n + c] - mean;
    squares += d * d;
  }
  partials[chunk * 2u * n + c] = mean;
  partials[(chunk * 2u + 1u) * n + c] = squares;
}
