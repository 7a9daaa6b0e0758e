// Gradient of the attention: what the detail would add.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let place = i / LEVELS;
  let at = vec2u(place / u.width % u.height, place % u.width);
  let first = start();
  let size = vec2u(u.detail_height, u.detail_width);
  var sum = 0.0;
  if (all(at >= first) && all(at < first + size)) {
    let image = place / (u.width * u.height);
    let inner = at - first;
    let each = CLASSES / LEVELS;
    let begin = ((image * size.x + inner.x) * size.y + inner.y) * CLASSES + i % LEVELS * each;
    for (var k = 0u; k < each; k++) { sum += dy[i * each + k] * detail[begin + k]; }
  }
  dx[i] = sum;
}
