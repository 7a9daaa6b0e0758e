// Gradients of k and v, one thread per key, summed over one slice of the queries.
const TILE = 16u;
const THREADS = 32u;
var<workgroup> q_tile: array<f32, TILE * DEPTH>;
var<workgroup> dy_tile: array<f32, TILE * DEPTH>;
var<workgroup> rows: array<vec2f, TILE>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let tiles = (u.keys + THREADS - 1u) / THREADS;
  let m = group.x % tiles * THREADS + lane;
  let slice = group.x / tiles;
  let head = group.y;
  let picture = group.z;
  let channels = u.heads * DEPTH;
  let k_at = (picture * u.keys + min(m, u.keys - 1u)) * 2u * channels + head * DEPTH;
  var k_row: array<f32, DEPTH>;
  var v_row: array<f32, DEPTH>;
  var dk: array<f32, DEPTH>;
  var dv: array<f32, DEPTH>;
  for (var i = 0u; i < DEPTH; i++) {
    k_row[i] = kv[k_at + i] * u.scale;
    v_row[i] = kv[k_at + channels + i];
  }
  let end = min(u.queries, (slice + 1u) * u.slice_queries);
  for (var n0 = slice * u.slice_queries; n0 < end; n0 += TILE) {
    let count = min(TILE, end - n0);
    for (var i = lane; i < count * DEPTH; i += THREADS) {
      let at = (picture * u.queries + n0 + i / DEPTH) * channels + head * DEPTH + i % DEPTH;
      q_tile[i] = q[at];
      dy_tile[i] = dy[at];
    }
    if (lane < count) {
      let row = (picture * u.heads + head) * u.queries + n0 + lane;
      rows[lane] = vec2f(lse[row], delta[row]);
    }
    workgroupBarrier();
    for (var n = 0u; n < count; n++) {
      var score = 0.0;
      var dp = 0.0;
      for (var i = 0u; i < DEPTH; i++) {
        score += k_row[i] * q_tile[n * DEPTH + i];
        dp += v_row[i] * dy_tile[n * DEPTH + i];
      }
      let p = exp(score - rows[n].x);
      let ds = p * (dp - rows[n].y) * u.scale;
      for (var i = 0u; i < DEPTH; i++) {
        dk[i] += ds * q_tile[n * DEPTH + i];
        dv[i] += p * dy_tile[n * DEPTH + i];
      }
    }
    workgroupBarrier();
  }
  if (m < u.keys) {
    let at = slice * u.pictures * u.keys * 2u * channels + k_at;
    for (var i = 0u; i < DEPTH; i++) {
      dkv[at + i] = dk[i];
      dkv[at + channels + i] = dv[i];
    }
  }
}
