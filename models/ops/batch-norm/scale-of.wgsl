fn scale_of(c: u32) -> V { return stats[u.width + c]; }
