@compute @workgroup_size(1)
fn main() { total[0] = select(total[0], 0.0, u.first == 1u) + share[0] * x[0]; }
