// pcg4d, the same bits as hash4 in random.ts.
fn hash4(counters: vec4u) -> vec4u {
  var v = counters * 1664525u + 1013904223u;
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  v = v ^ (v >> vec4u(16u));
  v.x += v.y * v.w; v.y += v.z * v.x; v.z += v.x * v.y; v.w += v.y * v.z;
  return v;
}

// Uniform in [0, 1), equal to RandomStream.uniform().
fn uniform01(bits: u32) -> f32 {
  return f32(bits >> 8u) / 16777216.0;
}
