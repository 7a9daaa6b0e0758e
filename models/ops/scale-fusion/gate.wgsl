// One thread per class and place; `share(i)` is the attention before the crop's mask.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let place = i / CLASSES;
  let c = i % CLASSES;
  let at = place * LEVELS + min(c, LEVELS - 1u);
  let a = select(0.0, share(at), inside(place / u.width % u.height, place % u.width));
  scaled[i] = (1.0 - a) * context[i];
  if (c < LEVELS) { attention[at] = a; }
}
