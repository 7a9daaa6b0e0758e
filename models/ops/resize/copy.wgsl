// Copies `channels` channels between tensors with different channel counts.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let pixel = i / u.channels;
  let c = i % u.channels;
  y[pixel * u.to_stride + u.to_offset + c] = x[pixel * u.from_stride + u.from_offset + c];
}
