/**
 * The names of a SegFormer's tensors here (those of the reference's state dict, inside a segmentor: `backbone.`,
 * `decode_head.`) and in Hugging Face's SegformerForSemanticSegmentation. One table serves both directions.
 *
 * Two tensors differ in more than the name. Keys and values are one Linear here and two there: `half` says which rows.
 * The head's fuse convolution sees the levels in ascending order here and in descending order there: `levels` says that
 * its blocks of input channels, one per level, change places.
 */

export interface Counterpart {
  name: string;
  /** Rows of the tensor on our side that the tensor on their side holds; all where it is absent. */
  half?: 'first' | 'second';
  /** The four blocks of input channels stand in the opposite order. */
  levels?: 'reversed';
}

interface Row {
  ours: string;
  theirs: string;
  half?: Counterpart['half'];
  levels?: Counterpart['levels'];
}

const LEVELS = 4;

/** {s} stage, from 1 here and from 0 there; {n} any other index; {p} what follows the last dot. */
const TABLE: Row[] = [
  { ours: 'backbone.patch_embed{s}.proj.{p}', theirs: 'segformer.encoder.patch_embeddings.{s}.proj.{p}' },
  { ours: 'backbone.patch_embed{s}.norm.{p}', theirs: 'segformer.encoder.patch_embeddings.{s}.layer_norm.{p}' },
  ...[
    ['norm1', 'layer_norm_1'],
    ['attn.q', 'attention.self.query'],
    ['attn.sr', 'attention.self.sr'],
    ['attn.norm', 'attention.self.layer_norm'],
    ['attn.proj', 'attention.output.dense'],
    ['norm2', 'layer_norm_2'],
    ['mlp.fc1', 'mlp.dense1'],
    ['mlp.dwconv.dwconv', 'mlp.dwconv.dwconv'],
    ['mlp.fc2', 'mlp.dense2'],
  ].map(([ours, theirs]) => block(ours!, theirs!)),
  { ...block('attn.kv', 'attention.self.key'), half: 'first' },
  { ...block('attn.kv', 'attention.self.value'), half: 'second' },
  { ours: 'backbone.norm{s}.{p}', theirs: 'segformer.encoder.layer_norm.{s}.{p}' },
  { ours: 'decode_head.linear_c.{n}.proj.{p}', theirs: 'decode_head.linear_c.{n}.proj.{p}' },
  { ours: 'decode_head.linear_fuse.conv.{p}', theirs: 'decode_head.linear_fuse.{p}', levels: 'reversed' },
  { ours: 'decode_head.linear_fuse.bn.{p}', theirs: 'decode_head.batch_norm.{p}' },
  { ours: 'decode_head.linear_pred.{p}', theirs: 'decode_head.classifier.{p}' },
];

/**
 * Where a tensor of ours goes: nowhere (the DAFormer head and the unused `conv_seg` have no counterpart), to one
 * tensor, or, split by rows, to two.
 * @param name with `backbone.` or `decode_head.` in front
 */
export function toHuggingFace(name: string): Counterpart[] {
  return TABLE.flatMap((row) => {
    const theirs = translate(name, row.ours, row.theirs, -1);
    return theirs === null ? [] : [{ ...row, name: theirs }].map(pick);
  });
}

/**
 * Which tensor of ours a Hugging Face tensor becomes, wholly or as a half; null where there is none, as for the
 * `classifier.*` of an image classifier.
 * @param name with or without `segformer.` in front of `encoder.`
 */
export function fromHuggingFace(name: string): Counterpart | null {
  const full = name.startsWith('encoder.') ? `segformer.${name}` : name;
  for (const row of TABLE) {
    const ours = translate(full, row.theirs, row.ours, 1);
    if (ours !== null) return pick({ ...row, name: ours });
  }
  return null;
}

/**
 * Reverses the order of the four levels among a fuse convolution's input channels; doing it twice changes nothing.
 * @param shape [out, 4 * width, ...]
 * @throws where the input channels are not four equal blocks.
 */
export function reverseLevels(values: Float32Array, shape: number[]): Float32Array {
  const [out = 0, inputs = 0, ...rest] = shape;
  const taps = rest.reduce((a, b) => a * b, 1);
  if (inputs === 0 || inputs % LEVELS !== 0 || values.length !== out * inputs * taps)
    throw new Error(
      `A fuse convolution needs four blocks of input channels; this one is [${shape}] with ${values.length} values.`,
    );
  const width = (inputs / LEVELS) * taps;
  const result = new Float32Array(values.length);
  for (let block = 0; block < out * LEVELS; block++) {
    const level = block % LEVELS;
    const from = (block - level + (LEVELS - 1 - level)) * width;
    result.set(values.subarray(from, from + width), block * width);
  }
  return result;
}

function block(ours: string, theirs: string): Row {
  return { ours: `backbone.block{s}.{n}.${ours}.{p}`, theirs: `segformer.encoder.block.{s}.{n}.${theirs}.{p}` };
}

const pick = ({ name, half, levels }: Counterpart): Counterpart => ({
  name,
  ...(half && { half }),
  ...(levels && { levels }),
});

const FIELD = /\{(\w)\}/g;
const PATTERNS: Record<string, string> = { s: '(\\d+)', n: '(\\d+)', p: '([a-z_]+)' };
const compiled = new Map<string, RegExp>();

/** `name` rewritten from one template to the other, with the stage's number moved by `shift`; null where it differs. */
function translate(name: string, from: string, to: string, shift: number): string | null {
  let pattern = compiled.get(from);
  if (!pattern) {
    const source = from.replaceAll('.', '\\.').replace(FIELD, (_, field: string) => PATTERNS[field]!);
    pattern = new RegExp(`^${source}$`);
    compiled.set(from, pattern);
  }
  const match = pattern.exec(name);
  if (!match) return null;
  const values = new Map([...from.matchAll(FIELD)].map(([, field], i) => [field!, match[i + 1]!]));
  const stage = values.get('s');
  if (stage !== undefined) values.set('s', String(Number(stage) + shift));
  return to.replace(FIELD, (_, field: string) => values.get(field)!);
}
