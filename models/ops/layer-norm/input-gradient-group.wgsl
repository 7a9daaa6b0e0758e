// LANES threads per row, 64 / LANES rows per workgroup.
var<workgroup> parts: array<vec2f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = flat_index(group, lane / LANES, 64u / LANES);
  let n = select(0u, u.width, row < u.rows);
  let start = row * u.width;
  let first = lane % LANES;
  let mean = stats[min(row, u.rows - 1u)].x;
  let scale = stats[min(row, u.rows - 1u)].y;
  var plain = V(0.0);
  var along = V(0.0);
  for (var c = first; c < n; c += LANES) {
    let g = dy[start + c] * gamma[c];
    plain += g;
    along += g * (x[start + c] - V(mean));
  }
  parts[lane] = vec2f(total(plain), total(along));
  workgroupBarrier();
  for (var step = LANES / 2u; step > 0u; step >>= 1u) {
    if (lane % LANES < step) { parts[lane] += parts[lane + step]; }
    workgroupBarrier();
  }
  let sums = parts[lane - first];
  let a = sums.x / u.channels;
  let b = sums.y * scale * scale / u.channels;
  for (var c = first; c < n; c += LANES) {
    dx[start + c] = scale * (dy[start + c] * gamma[c] - V(a) - (x[start + c] - V(mean)) * b);
  }
}
