fn scale_of(c: u32) -> V { return stats[u.width + c]; }
fn normalized(value: V, c: u32) -> V { return (value - stats[c]) * scale_of(c); }
