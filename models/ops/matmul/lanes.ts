/**
 * Matrix products for CPU rasterisers: register tiles, no workgroup memory, no barriers.
 *
 * There a load costs far more than a multiplication, since every lane of a vector fetches its element alone, and a
 * barrier costs even more. So a workgroup is one hardware vector (a subgroup) of `lanes` lanes that owns a tile of
 * `rowVectors * lanes` rows and `colVectors * lanes` columns: the lanes fetch one element of A each, for different
 * rows, and one of B each, for different columns; then each A element goes to all lanes by a register shuffle.
 *
 * The text is generated because an accumulator must be a register of its own: an array with an index is memory. Only
 * the last step copies the accumulators to an array and stores them in a loop, since every store in the text costs the
 * driver's compiler dearly.
 */

export interface LaneTile {
  /** Lanes of a subgroup, which is a whole workgroup. */
  lanes: number;
  rowVectors: number;
  colVectors: number;
}

/** Rows and columns that one workgroup computes. */
export function tileSize({ lanes, rowVectors, colVectors }: LaneTile): { rows: number; cols: number } {
  return { rows: rowVectors * lanes, cols: colVectors * lanes };
}

const times = (n: number, line: (i: number) => string, separator = '\n  ') =>
  Array.from({ length: n }, (_, i) => line(i)).join(separator);

/** The multiply-adds of one step along the sum; `load(i)` is this lane's element of A for row vector i. */
function multiply({ lanes, rowVectors, colVectors }: LaneTile, load: (i: number) => string): string {
  return `${times(rowVectors, (i) => `let a${i} = ${load(i)};`)}
  ${times(rowVectors * lanes, (i) => {
    const value = `subgroupShuffle(a${Math.floor(i / lanes)}, ${i % lanes}u)`;
    return `{ let v = ${value}; ${times(colVectors, (j) => `s${i}_${j} += v * b${j};`, ' ')} }`;
  })}`;
}

/** `store` for every accumulator `value` of row `row` (below `rowCount`) and column `col` (inside). */
function storeAll(tile: LaneTile, rowCount: string, store: string): string {
  const { rows } = tileSize(tile);
  const { lanes, colVectors } = tile;
  const all = times(rows, (i) => times(colVectors, (j) => `s${i}_${j}`, ', '), ', ');
  return `var sums = array<f32, ${rows * colVectors}>(${all});
  let count = min(${rows}u, ${rowCount}) * ${colVectors}u;
  for (var i = 0u; i < count; i++) {
    let row = i / ${colVectors}u;
    let col = n0 + i % ${colVectors}u * ${lanes}u;
    let value = sums[i];
    if (col < u.cols) { ${store} }
  }`;
}

/** y = A B + bias; with a row loader (plain, im2col or gather). */
export function laneProduct(tile: LaneTile, loader: string, hasBias: boolean): string {
  const { lanes, rowVectors, colVectors } = tile;
  const { rows, cols } = tileSize(tile);
  return `enable subgroups;
${loader}
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  start_phase(group.z);
  let m0 = group.x * ${rows}u;
  let n0 = group.y * ${cols}u + lane;
  ${times(rowVectors, (i) => `let origin${i} = row_origin(min(m0 + ${i * lanes}u + lane, u.rows - 1u));`)}
  ${times(colVectors, (j) => `let col${j} = min(n0 + ${j * lanes}u, u.cols - 1u);`)}
  ${times(colVectors, (j) => (hasBias ? `let start${j} = bias[col${j}];` : `let start${j} = 0.0;`))}
  ${times(rows, (i) => times(colVectors, (j) => `var s${i}_${j} = start${j};`, ' '))}
  for (var tap = 0u; tap < u.taps; tap++) {
    ${times(rowVectors, (i) => `let base${i} = row_base(origin${i}, tap);`)}
    ${times(rowVectors, (i) => `let inside${i} = base${i} >= 0;`)}
    ${times(rowVectors, (i) => `let at${i} = u32(max(base${i}, 0));`)}
    let b_base = weight_tap(tap) * u.b_tap;
    ${times(colVectors, (j) => `var b_at${j} = b_base + col${j} * u.b_col;`)}
    for (var c = 0u; c < u.channels; c++) {
      ${times(colVectors, (j) => `let b${j} = b[b_at${j}]; b_at${j} += u.b_channel;`)}
      ${multiply(tile, (i) => `select(0.0, a[at${i} + c], inside${i})`)}
    }
  }
  ${storeAll(tile, 'u.rows - m0', 'let out = out_row(m0 + row); if (out >= 0) { y[u32(out) * u.cols + col] = value; }')}
}`;
}

/**
 * dw[tap, channel, col] = sum over the rows of one slice of A[row, tap, channel] dy[row, col], and the column sums of
 * dy; set, or added to what is there. Rows are walked line by line of the output picture, leaving out the pixels whose
 * input lies outside.
 */
export function laneGradient(tile: LaneTile, assign: '=' | '+='): string {
  const { lanes, rowVectors, colVectors } = tile;
  const { rows: channels, cols } = tileSize(tile);
  return `enable subgroups;
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let c0 = group.x * ${channels}u;
  let n0 = group.y * ${cols}u + lane;
  let tap = group.z % u.taps;
  let slice = group.z / u.taps;
  let begin = slice * u.slice_rows;
  let end = min(u.rows, begin + u.slice_rows);
  ${times(rowVectors, (i) => `let channel${i} = min(c0 + ${i * lanes}u + lane, u.channels - 1u);`)}
  ${times(colVectors, (j) => `let col${j} = min(n0 + ${j * lanes}u, u.cols - 1u);`)}
  ${times(channels, (i) => times(colVectors, (j) => `var s${i}_${j} = 0.0;`, ' '))}
  let tap_y = i32(tap / u.kernel_width * u.dilation) - i32(u.pad);
  let tap_x = i32(tap % u.kernel_width * u.dilation) - i32(u.pad);
  // Pixels x of an output line whose input pixel x * stride + tap_x is inside.
  let stride = i32(u.stride);
  let first_x = u32(max(0, (-tap_x + stride - 1) / stride));
  let last_x = u32(max(0, (i32(u.in_width) - tap_x + stride - 1) / stride));
  for (var r = begin; r < end;) {
    let line = r / u.out_width;
    let line_start = line * u.out_width;
    let y = i32(line % u.out_height * u.stride) + tap_y;
    let x1 = min(min(u.out_width, end - line_start), last_x);
    var x = max(r - line_start, first_x);
    if (y >= 0 && y < i32(u.in_height) && x < x1) {
      let pixel = (i32(line / u.out_height) * i32(u.in_height) + y) * i32(u.in_width) + i32(x) * stride + tap_x;
      var a_at = u32(pixel) * u.channels;
      var dy_at = (line_start + x) * u.cols;
      for (; x < x1; x++) {
        ${times(colVectors, (j) => `let b${j} = dy[dy_at + col${j}];`)}
        ${multiply(tile, (i) => `a[a_at + channel${i}]`)}
        a_at += u.stride * u.channels;
        dy_at += u.cols;
      }
    }
    r = line_start + u.out_width;
  }
  ${storeAll(tile, 'u.channels - c0', `dw[((slice * u.taps + tap) * u.channels + c0 + row) * u.cols + col] ${assign} value;`)}
  if (group.x == 0u && tap == 0u) {
    ${times(colVectors, (j) => `var column${j} = 0.0;`)}
    for (var r = begin; r < end; r++) {
      ${times(colVectors, (j) => `column${j} += dy[r * u.cols + col${j}];`)}
    }
    ${times(colVectors, (j) => `if (n0 + ${j * lanes}u < u.cols) { db[slice * u.cols + n0 + ${j * lanes}u] ${assign} column${j}; }`)}
  }
}`;
}
