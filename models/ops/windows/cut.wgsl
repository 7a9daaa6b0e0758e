// One thread per word of the windows; `place(k)` says where window k begins.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let line = i / u.row;
  let image = line / u.height;
  let start = place(image / u.batch);
  let source = (image % u.batch * u.in_height + start.x + line % u.height) * u.in_width + start.y;
  windows[i] = x[source * u.channels + i % u.row];
}
