// Gradient of q, one thread per query, and delta = sum(dy * out) per query and head, which the keys need as well.
const TILE = 32u;
const THREADS = 64u;
var<workgroup> k_tile: array<f32, TILE * DEPTH>;
var<workgroup> v_tile: array<f32, TILE * DEPTH>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let n = group.x * THREADS + lane;
  let head = group.y;
  let picture = group.z;
  let channels = u.heads * DEPTH;
  let query = min(n, u.queries - 1u);
  let q_at = (picture * u.queries + query) * channels + head * DEPTH;
  let row = (picture * u.heads + head) * u.queries + query;
  var q_row: array<f32, DEPTH>;
  var dy_row: array<f32, DEPTH>;
  var sums: array<f32, DEPTH>;
  var own_delta = 0.0;
  for (var i = 0u; i < DEPTH; i++) {
    q_row[i] = q[q_at + i] * u.scale;
    dy_row[i] = dy[q_at + i];
    own_delta += dy_row[i] * out[q_at + i];
  }
  for (var m0 = 0u; m0 < u.keys; m0 += TILE) {
    let count = min(TILE, u.keys - m0);
    for (var i = lane; i < count * DEPTH; i += THREADS) {
      let k_at = (picture * u.keys + m0 + i / DEPTH) * 2u * channels + head * DEPTH + i % DEPTH;
      k_tile[i] = kv[k_at];
      v_tile[i] = kv[k_at + channels];
    }
    workgroupBarrier();
    for (var m = 0u; m < count; m++) {
      var score = 0.0;
      var dp = 0.0;
      for (var i = 0u; i < DEPTH; i++) {
        score += q_row[i] * k_tile[m * DEPTH + i];
        dp += dy_row[i] * v_tile[m * DEPTH + i];
      }
      let ds = exp(score - lse[row]) * (dp - own_delta) * u.scale;
      for (var i = 0u; i < DEPTH; i++) { sums[i] += ds * k_tile[m * DEPTH + i]; }
    }
    workgroupBarrier();
  }
  if (n < u.queries) {
    for (var i = 0u; i < DEPTH; i++) { dq[q_at + i] = sums[i]; }
    delta[row] = own_delta;
  }
}
