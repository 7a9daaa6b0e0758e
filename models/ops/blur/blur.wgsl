// One axis of a separable Gaussian; beyond the border the picture is mirrored without repeating the border pixel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let i = flat_index(group, lane, 64u);
  if (i >= u.pixels) { return; }
  let sigma = sigmas[i / u.per_image];
  var sum = load(i);
  if (sigma > 0.0) {
    let size = i32(u.size);
    let at = i32(i / u.step % u.size);
    var weights = 1.0;
    for (var k = 1; k <= i32(u.radius); k++) {
      let weight = exp(-0.5 * f32(k * k) / (sigma * sigma));
      let before = abs(at - k);
      let after = size - 1 - abs(size - 1 - at - k);
      sum += weight * (load(neighbour(i, at, before)) + load(neighbour(i, at, after)));
      weights += 2.0 * weight;
    }
    sum /= weights;
  }
  y[3u * i] = sum.x;
  y[3u * i + 1u] = sum.y;
  y[3u * i + 2u] = sum.z;
}

fn neighbour(i: u32, at: i32, other: i32) -> u32 { return u32(i32(i) + (other - at) * i32(u.step)); }
fn load(i: u32) -> vec3f { return vec3f(x[3u * i], x[3u * i + 1u], x[3u * i + 2u]); }
