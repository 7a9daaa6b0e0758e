// Through the sigmoid: a * (1 - a), which is 0 outside the crop too. A single level serves all classes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  var d = d_attention[i];
  let each = CLASSES / LEVELS;
  for (var k = i * each; k < (i + 1u) * each; k++) { d -= d_scaled[k] * context[k]; }
  let a = attention[i];
  dx[i] = d * a * (1.0 - a);
}
