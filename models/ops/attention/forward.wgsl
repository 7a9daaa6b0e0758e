// One thread per query; keys and values pass through workgroup memory in tiles of TILE. The softmax is kept
// normalised by the largest score so far (flash attention), so that no row of scores is ever stored.
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
  let q_at = (picture * u.queries + min(n, u.queries - 1u)) * channels + head * DEPTH;
  var q_row: array<f32, DEPTH>;
  var sums: array<f32, DEPTH>;
  for (var i = 0u; i < DEPTH; i++) { q_row[i] = q[q_at + i] * u.scale; }
  var top = -3e38;
  var total = 0.0;
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
      for (var i = 0u; i < DEPTH; i++) { score += q_row[i] * k_tile[m * DEPTH + i]; }
      let new_top = max(top, score);
      let shrink = exp(top - new_top);
      let p = exp(score - new_top);
      top = new_top;
      total = total * shrink + p;
      for (var i = 0u; i < DEPTH; i++) { sums[i] = sums[i] * shrink + p * v_tile[m * DEPTH + i]; }
    }
    workgroupBarrier();
  }
  if (n < u.queries) {
    for (var i = 0u; i < DEPTH; i++) { out[q_at + i] = sums[i] / total; }
    lse[(picture * u.heads + head) * u.queries + n] = top + log(total);
  }
}
