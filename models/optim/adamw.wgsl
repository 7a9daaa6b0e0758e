// In PyTorch's order of operations: decay, moments, corrected step.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let correction = sqrt(schedule[3]);
  for (var i = flat_index(group, lane, 64u); i < u.size; i += u.threads) {
    let rule = rules[blocks[u.first_block + i / 16u]];
    let rate = schedule[0] * rule.x;
    let gradient = gradients[i];
    let m = mix(gradient, first_moments[i], vec4f(u.beta1));
    let v = u.beta2 * second_moments[i] + (1.0 - u.beta2) * gradient * gradient;
    first_moments[i] = m;
    second_moments[i] = v;
    let denominator = sqrt(v) / correction + vec4f(u.eps);
    values[i] = values[i] * (1.0 - rate * rule.y) - rate / schedule[2] * m / denominator;
  }
}
