/**
 * Attention kernels for CPU rasterisers: no workgroup memory, no barriers (matmul/lanes.ts says why).
 *
 * A workgroup is one subgroup and owns a block of `rows` queries (or keys, for the gradients of k and v). It walks over
 * the other side in tiles of `lanes`: first the tile of scores, one column per lane, as a product over the channels;
 * then the product of the weights with v (or k, q, dy), now with the channels spread over the lanes, for which the
 * weights are passed around by shuffles. Loops run to a uniform, not to a constant: the driver would unroll them, and
 * then compile for many seconds.
 */

export interface AttentionTile {
  /** Lanes of a subgroup. */
  lanes: number;
  /** Channels of a head. */
  depth: number;
}

const times = (n: number, line: (i: number) => string, separator = '\n    ') =>
  Array.from({ length: n }, (_, i) => line(i)).join(separator);

/** Rows of a workgroup: two vectors of them, or one where the sums would not fit in the cache. */
export function blockRows({ lanes, depth }: AttentionTile): number {
  return depth > 64 ? lanes : 2 * lanes;
}

/** A reduction over the lanes in steps of register exchange; the built-in ones are loops on these drivers. */
function reduction(name: string, lanes: number, combine: (a: string, b: string) => string): string {
  const steps = times(Math.log2(lanes), (s) => `v = ${combine('v', `subgroupShuffleXor(v, ${1 << s}u)`)};`, ' ');
  return `fn ${name}(x: f32) -> f32 { var v = x; ${steps} return v; }`;
}

class Writer {
  readonly rows: number;
  readonly rowVectors: number;
  readonly channelVectors: number;

  constructor(readonly tile: AttentionTile) {
    this.rows = blockRows(tile);
    this.rowVectors = this.rows / tile.lanes;
    this.channelVectors = Math.ceil(tile.depth / tile.lanes);
  }

  kernel(body: string): string {
    const { lanes, depth } = this.tile;
    return `enable subgroups;
${reduction('all_max', lanes, (a, b) => `max(${a}, ${b})`)}
${reduction('all_sum', lanes, (a, b) => `${a} + ${b}`)}
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let head = group.y;
  let picture = group.z;
  let channels = u.heads * ${depth}u;
  let first = head * ${depth}u;
  let lse_at = (picture * u.heads + head) * u.queries;
  ${times(this.channelVectors, (j) => `let channel${j} = min(${j * lanes}u + lane, ${depth - 1}u);`)}
  ${body}
}`;
  }

  eachRow(line: (i: number) => string): string {
    return times(this.rows, line);
  }

  eachRowVector(line: (r: number) => string): string {
    return times(this.rowVectors, line);
  }

  /** Element of row i from the vectors \`name\`0.. that hold one row per lane. */
  ofRow(name: string, i: number): string {
    const { lanes } = this.tile;
    return `subgroupShuffle(${name}${Math.floor(i / lanes)}, ${i % lanes}u)`;
  }

  /** Sums with the channels over the lanes, all zero. */
  sums(name: string): string {
    return this.eachRow((i) => times(this.channelVectors, (j) => `var ${name}${i}_${j} = 0.0;`, ' '));
  }

  /** scores[i] = sum over channels of a[row i] * b[this lane's column]. */
  scores(products: { into: string; rows: string; rowsAt: string; col: string }[]): string {
    return `${products.map(({ into }) => this.eachRow((i) => `var ${into}${i} = 0.0;`)).join('\n    ')}
    for (var c = 0u; c < u.depth; c++) {
      ${products
        .map(
          ({ into, rows, rowsAt, col }) => `{
        let other = ${col};
        ${this.eachRowVector((r) => `let mine${r} = ${rows}[${rowsAt}${r} + c];`)}
        ${this.eachRow((i) => `${into}${i} += ${this.ofRow('mine', i)} * other;`)}
      }`,
        )
        .join('\n      ')}
    }`;
  }

  /** sums[i] += weights[i] of column t * the row \`array\`[at + channels], for every column t of the tile. */
  weigh(products: { sums: string; weights: string; array: string; at: string }[]): string {
    return `for (var t = 0u; t < count; t++) {
      ${products
        .map(
          ({ sums, weights, array, at }) => `{
        let at = ${at};
        ${times(this.channelVectors, (j) => `let value${j} = ${array}[at + channel${j}];`)}
        ${this.eachRow((i) => `{ let p = subgroupShuffle(${weights}${i}, t); ${times(this.channelVectors, (j) => `${sums}${i}_${j} += p * value${j};`, ' ')} }`)}
      }`,
        )
        .join('\n      ')}
    }`;
  }

  /** Stores the sums of all rows that exist; \`at\` is the address of row \`row\`. */
  store(sums: string, array: string, rowCount: string, at: string): string {
    const { lanes, depth } = this.tile;
    const all = times(this.rows, (i) => times(this.channelVectors, (j) => `${sums}${i}_${j}`, ', '), ', ');
    return `{
    var all = array<f32, ${this.rows * this.channelVectors}>(${all});
    let stored = min(${this.rows}u, ${rowCount}) * ${this.channelVectors}u;
    for (var i = 0u; i < stored; i++) {
      let row = i / ${this.channelVectors}u;
      let channel = i % ${this.channelVectors}u * ${lanes}u + lane;
      let value = all[i];
      if (channel < ${depth}u) { ${array}[${at} + channel] = value; }
    }
  }`;
  }
}

/** Prologue of the kernels that own queries: row addresses of q per row vector. */
const ownQueries = (w: Writer) => `let n0 = group.x * ${w.rows}u;
  ${w.eachRowVector((r) => `let query${r} = min(n0 + ${r * w.tile.lanes}u + lane, u.queries - 1u);`)}
  ${w.eachRowVector((r) => `let q_at${r} = (picture * u.queries + query${r}) * channels + first;`)}`;

/** The tile of keys at m0: how many there are, and where this lane's key lies. */
const keyTile = (w: Writer) => `let count = min(${w.tile.lanes}u, u.keys - m0);
    let k_row = (picture * u.keys + m0) * 2u * channels + first;
    let k_at = k_row + min(lane, count - 1u) * 2u * channels;`;

/** out = softmax(q k^T scale) v, and the logarithm of each row's sum of exponentials. */
export function laneForward(tile: AttentionTile): string {
  const w = new Writer(tile);
  return w.kernel(`${ownQueries(w)}
  ${w.eachRow((i) => `var top${i} = -3e38; var total${i} = 0.0;`)}
  ${w.sums('o')}
  for (var m0 = 0u; m0 < u.keys; m0 += ${tile.lanes}u) {
    ${keyTile(w)}
    ${w.scores([{ into: 's', rows: 'q', rowsAt: 'q_at', col: 'kv[k_at + c]' }])}
    ${w.eachRow(
      (i) => `s${i} = select(-3e38, s${i} * u.scale, lane < count);
    { let new_top = max(top${i}, all_max(s${i}));
      let shrink = exp(top${i} - new_top);
      top${i} = new_top;
      s${i} = exp(s${i} - new_top);
      total${i} = total${i} * shrink + s${i};
      ${times(w.channelVectors, (j) => `o${i}_${j} *= shrink;`, ' ')} }`,
    )}
    ${w.weigh([{ sums: 'o', weights: 's', array: 'kv', at: 'k_row + t * 2u * channels + channels' }])}
  }
  ${w.eachRow((i) => `{ let total = all_sum(total${i}); ${times(w.channelVectors, (j) => `o${i}_${j} /= total;`, ' ')} total${i} = top${i} + log(total); }`)}
  ${w.store('o', 'out', 'u.queries - n0', '(picture * u.queries + n0 + row) * channels + first')}
  ${w.eachRowVector((r) => {
    const pick = times(tile.lanes, (l) => `value = select(value, total${r * tile.lanes + l}, lane == ${l}u);`, ' ');
    return `if (n0 + ${r * tile.lanes}u + lane < u.queries) { var value = 0.0; ${pick} lse[lse_at + query${r}] = value; }`;
  })}`);
}

/** Gradient of q, and delta = sum(dy * out) per query and head. */
export function laneQueryGradient(tile: AttentionTile): string {
  const w = new Writer(tile);
  return w.kernel(`${ownQueries(w)}
  ${w.eachRowVector((r) => `var delta${r} = 0.0; let lse${r} = lse[lse_at + query${r}];`)}
  for (var c = 0u; c < u.depth; c++) {
    ${w.eachRowVector((r) => `delta${r} += dy[q_at${r} + c] * out[q_at${r} + c];`)}
  }
  ${w.sums('d')}
  for (var m0 = 0u; m0 < u.keys; m0 += ${tile.lanes}u) {
    ${keyTile(w)}
    ${w.scores([
      { into: 's', rows: 'q', rowsAt: 'q_at', col: 'kv[k_at + c]' },
      { into: 'g', rows: 'dy', rowsAt: 'q_at', col: 'kv[k_at + channels + c]' },
    ])}
    ${w.eachRow(
      (i) => `s${i} = exp(s${i} * u.scale - ${w.ofRow('lse', i)}) * (g${i} - ${w.ofRow('delta', i)}) * u.scale;`,
    )}
    ${w.weigh([{ sums: 'd', weights: 's', array: 'kv', at: 'k_row + t * 2u * channels' }])}
  }
  ${w.store('d', 'dq', 'u.queries - n0', '(picture * u.queries + n0 + row) * channels + first')}
  ${w.eachRowVector((r) => `if (n0 + ${r * tile.lanes}u + lane < u.queries) { delta[lse_at + query${r}] = delta${r}; }`)}`);
}

/** Gradients of k and v, summed over one slice of the queries. */
export function laneKeyGradient(tile: AttentionTile): string {
  const w = new Writer(tile);
  const { lanes } = tile;
  return w.kernel(`let tiles = (u.keys + ${w.rows - 1}u) / ${w.rows}u;
  let m0 = group.x % tiles * ${w.rows}u;
  let slice = group.x / tiles;
  ${w.eachRowVector(
    (r) =>
      `let k_at${r} = (picture * u.keys + min(m0 + ${r * lanes}u + lane, u.keys - 1u)) * 2u * channels + first; let v_at${r} = k_at${r} + channels;`,
  )}
  ${w.sums('dk')}
  ${w.sums('dv')}
  let end = min(u.queries, (slice + 1u) * u.slice_queries);
  for (var n0 = slice * u.slice_queries; n0 < end; n0 += ${lanes}u) {
    let count = min(${lanes}u, end - n0);
    let n = n0 + min(lane, count - 1u);
    let q_row = (picture * u.queries + n0) * channels + first;
    let q_at = (picture * u.queries + n) * channels + first;
    let own_lse = lse[lse_at + n];
    let own_delta = delta[lse_at + n];
    ${w.scores([
      { into: 'p', rows: 'kv', rowsAt: 'k_at', col: 'q[q_at + c]' },
      { into: 's', rows: 'kv', rowsAt: 'v_at', col: 'dy[q_at + c]' },
    ])}
    ${w.eachRow((i) => `p${i} = exp(p${i} * u.scale - own_lse); s${i} = p${i} * (s${i} - own_delta) * u.scale;`)}
    ${w.weigh([
      { sums: 'dk', weights: 's', array: 'q', at: 'q_row + t * channels' },
      { sums: 'dv', weights: 'p', array: 'dy', at: 'q_row + t * channels' },
    ])}
  }
  let at0 = ((slice * u.pictures + picture) * u.keys + m0) * 2u * channels + first;
  ${w.store('dk', 'dkv', 'u.keys - m0', 'at0 + row * 2u * channels')}
  ${w.store('dv', 'dkv', 'u.keys - m0', 'at0 + row * 2u * channels + channels')}`);
}
