// Rows of a matrix: row m lies at m * channels.
fn start_phase(phase: u32) {}
fn row_origin(m: u32) -> vec3i { return vec3i(i32(m * u.channels), 0, 0); }
fn row_base(origin: vec3i, tap: u32) -> i32 { return origin.x; }
fn weight_tap(tap: u32) -> u32 { return tap; }
fn out_row(m: u32) -> i32 { return i32(m); }
