// One thread per input: it gathers from the windows that it won, in a fixed order.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.size) { return; }
  let c = i % u.channels;
  let pixel = i / u.channels;
  let column = pixel % u.in_width + u.pad;
  let row = pixel / u.in_width % u.in_height + u.pad;
  let image = pixel / (u.in_width * u.in_height) * u.height;
  var sum = 0.0;
  for (var oy = first_window(row); oy < min(row / u.stride + 1u, u.height); oy++) {
    for (var ox = first_window(column); ox < min(column / u.stride + 1u, u.width); ox++) {
      let at = ((image + oy) * u.width + ox) * u.channels + c;
      let place = (row - oy * u.stride) * u.kernel + column - ox * u.stride;
      if (u32(winners[at]) == place) { sum += dy[at]; }
    }
  }
  dx[i] = sum;
}

// The first window that reaches a padded coordinate.
fn first_window(at: u32) -> u32 { return select(0u, (at - u.kernel) / u.stride + 1u, at >= u.kernel); }
