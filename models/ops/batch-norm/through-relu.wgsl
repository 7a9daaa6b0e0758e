// Gradient before the ReLU. Its sign is worked out again from the input, so that the output need not be kept.
fn before_relu(at: V, c: u32, gradient: V) -> V {
  if (RELU == 0u) { return gradient; }
  return select(V(0.0), gradient, at * weight[c] + bias[c] > V(0.0));
}
