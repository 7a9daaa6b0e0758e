// Half-pixel centres, clamped at the border: output i lies at (i + 0.5) * ratio - 0.5 of the input.

struct Tap { low: u32, high: u32, share: f32 } // value = input[low] * (1 - share) + input[high] * share

fn tap(i: u32, ratio: f32, size: u32) -> Tap {
  let at = max(0.0, (f32(i) + 0.5) * ratio - 0.5);
  let low = min(u32(at), size - 1u);
  return Tap(low, min(low + 1u, size - 1u), min(at - f32(low), 1.0));
}

// Weight of input `i` in a tap.
fn weight(t: Tap, i: u32) -> f32 {
  return select(0.0, 1.0 - t.share, t.low == i) + select(0.0, t.share, t.high == i);
}

// Outputs before `first_tap` or from `end_tap` on do not read input `i`.
fn first_tap(i: u32, inverse: f32) -> u32 { return u32(max(0.0, floor((f32(i) - 0.5) * inverse - 1.0))); }
fn end_tap(i: u32, inverse: f32, size: u32) -> u32 { return min(size, u32(max(0.0, ceil((f32(i) + 1.5) * inverse + 1.0)))); }
