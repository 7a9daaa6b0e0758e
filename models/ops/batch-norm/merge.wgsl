// Moments of two sets of rows to those of both (Chan et al. 1983): count, mean, sum of squared deviations.
fn merge(a: vec3f, b: vec3f) -> vec3f {
  let count = a.x + b.x;
  if (count == 0.0) { return a; }
  let d = b.y - a.y;
  return vec3f(count, a.y + d * b.x / count, a.z + b.z + d * d * a.x * b.x / count);
}

fn moments_of(chunk: u32, c: u32) -> vec3f {
  let count = f32(min(u.rows, (chunk + 1u) * u.chunk_rows) - chunk * u.chunk_rows);
  return vec3f(count, partials[chunk * 2u * u.channels + c], partials[(chunk * 2u + 1u) * u.channels + c]);
}

fn store(c: u32, m: vec3f) {
  stats[c] = m.y;
  stats[u.channels + c] = 1.0 / sqrt(m.z / m.x + u.eps);
  // The running variance is the unbiased one.
  running_mean[c] += u.momentum * (m.y - running_mean[c]);
  running_var[c] += u.momentum * (m.z / (m.x - 1.0) - running_var[c]);
}
