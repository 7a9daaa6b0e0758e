// dw[tap, channel, col] = sum over rows of A[row, tap, channel] dy[row, col] for one slice of the rows; through
// workgroup memory. The slices' sums are added by a second kernel in a fixed order; with ADD there is only one slice,
// added to what is there.
const TILE = 32u;
const TILE_ROWS = 32u;
const THREADS = 64u;
var<workgroup> a_tile: array<f32, TILE * TILE_ROWS>;
var<workgroup> dy_tile: array<f32, TILE * TILE_ROWS>;
var<workgroup> bases: array<i32, TILE_ROWS>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let c0 = group.x * TILE;
  let n0 = group.y * TILE;
  let tap = group.z % u.taps;
  let slice = group.z / u.taps;
  let end = min(u.rows, (slice + 1u) * u.slice_rows);
  let tc = lane / 8u * 4u;
  let tn = lane % 8u * 4u;
  var acc: array<vec4f, 4>;
  var column = vec4f(0.0);
  for (var r0 = slice * u.slice_rows; r0 < end; r0 += TILE_ROWS) {
    if (lane < TILE_ROWS) {
      bases[lane] = -1;
      if (r0 + lane < end) { bases[lane] = row_base(row_origin(r0 + lane), tap); }
    }
    workgroupBarrier();
    for (var i = lane; i < TILE * TILE_ROWS; i += THREADS) {
      let r = i / TILE;
      let at = i % TILE;
      var av = 0.0;
      if (bases[r] >= 0 && c0 + at < u.channels) { av = a[u32(bases[r]) + c0 + at]; }
      a_tile[i] = av;
      var dv = 0.0;
      if (r0 + r < end && n0 + at < u.cols) { dv = dy[(r0 + r) * u.cols + n0 + at]; }
      dy_tile[i] = dv;
    }
    workgroupBarrier();
    for (var r = 0u; r < TILE_ROWS; r++) {
      let at = r * TILE + tn;
      let dv = vec4f(dy_tile[at], dy_tile[at + 1u], dy_tile[at + 2u], dy_tile[at + 3u]);
      column += dv;
      for (var i = 0u; i < 4u; i++) { acc[i] += a_tile[r * TILE + tc + i] * dv; }
    }
    workgroupBarrier();
  }
  for (var j = 0u; j < 4u; j++) {
    let n = n0 + tn + j;
    if (n >= u.cols) { continue; }
    for (var i = 0u; i < 4u; i++) {
      let c = c0 + tc + i;
      if (c >= u.channels) { continue; }
      let at = ((slice * u.taps + tap) * u.channels + c) * u.cols + n;
      if (ADD == 1u) { dw[at] += acc[i][j]; } else { dw[at] = acc[i][j]; }
    }
    if (group.x == 0u && tc == 0u && tap == 0u) {
      let at = slice * u.cols + n;
      if (ADD == 1u) { db[at] += column[j]; } else { db[at] = column[j]; }
    }
  }
}
