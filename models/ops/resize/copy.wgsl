// Copies `channels` channels between tensors with different channel counts; a thread takes every `blocks`-th channel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let pixel = i / u.blocks;
  let to = pixel * u.to_stride + u.to_offset;
  let start = pixel * u.from_stride + u.from_offset;
  for (var c = i % u.blocks; c < u.channels; c += u.blocks) { y[to + c] = x[start + c]; }
}
