// Gradient before the ReLU. Its sign is worked out again from the input, as in the forward pass, so that the output
// need not be kept.
fn before_relu(value: V, gradient: V) -> V {
  return select(gradient, select(V(0.0), gradient, value > V(0.0)), RELU == 1u);
}
