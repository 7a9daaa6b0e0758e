// Adds the slices' sums, in order, to the gradients of a weight and of its bias.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i < u.size) {
    var total = 0.0;
    for (var slice = 0u; slice < u.slices; slice++) { total += dw[slice * u.size + i]; }
    w_grad[i] += total;
  } else if (i - u.size < u.cols) {
    let n = i - u.size;
    var total = 0.0;
    for (var slice = 0u; slice < u.slices; slice++) { total += db[slice * u.cols + n]; }
    b_grad[n] += total;
  }
}
