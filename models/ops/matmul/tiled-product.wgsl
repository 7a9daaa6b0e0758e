// y = A B + bias in tiles of TILE_M x TILE_N through workgroup memory; a thread owns 4 x 4 values.
const TILE_M = 64u;
const TILE_K = 16u;
const THREADS = TILE_M / 4u * TILE_N / 4u;
var<workgroup> a_tile: array<f32, TILE_M * TILE_K>;
var<workgroup> b_tile: array<f32, TILE_N * TILE_K>;
var<workgroup> origins: array<vec3i, TILE_M>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  start_phase(group.z);
  let m0 = group.x * TILE_M;
  let n0 = group.y * TILE_N;
  if (lane < TILE_M) { origins[lane] = row_origin(min(m0 + lane, u.rows - 1u)); }
  let depth = u.taps * u.channels;
  let tm = lane / (TILE_N / 4u) * 4u;
  let tn = lane % (TILE_N / 4u) * 4u;
  var acc: array<vec4f, 4>;
  workgroupBarrier();
  for (var k0 = 0u; k0 < depth; k0 += TILE_K) {
    for (var i = lane; i < TILE_M * TILE_K; i += THREADS) {
      let k = k0 + i % TILE_K;
      var value = 0.0;
      if (k < depth) {
        let base = row_base(origins[i / TILE_K], k / u.channels);
        if (base >= 0) { value = a[u32(base) + k % u.channels]; }
      }
      a_tile[i % TILE_K * TILE_M + i / TILE_K] = value;
    }
    for (var i = lane; i < TILE_N * TILE_K; i += THREADS) {
      // Neighbouring threads read neighbouring addresses in either layout.
      let kk = select(i / TILE_N, i % TILE_K, TRANSPOSED == 1u);
      let nn = select(i % TILE_N, i / TILE_K, TRANSPOSED == 1u);
      let k = k0 + kk;
      var value = 0.0;
      if (k < depth && n0 + nn < u.cols) {
        value = b[weight_tap(k / u.channels) * u.b_tap + k % u.channels * u.b_channel + (n0 + nn) * u.b_col];
      }
      b_tile[kk * TILE_N + nn] = value;
    }
    workgroupBarrier();
    for (var kk = 0u; kk < TILE_K; kk++) {
      let at = kk * TILE_N + tn;
      let bv = vec4f(b_tile[at], b_tile[at + 1u], b_tile[at + 2u], b_tile[at + 3u]);
      for (var i = 0u; i < 4u; i++) { acc[i] += a_tile[kk * TILE_M + tm + i] * bv; }
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4u; i++) {
    let m = m0 + tm + i;
    if (m >= u.rows) { continue; }
    let row = out_row(m);
    if (row < 0) { continue; }
    for (var j = 0u; j < 4u; j++) {
      let n = n0 + tn + j;
      if (n >= u.cols) { continue; }
      let value = acc[i][j] + bias_at(n);
      y[u32(row) * u.cols + n] = value;
    }
  }
}
