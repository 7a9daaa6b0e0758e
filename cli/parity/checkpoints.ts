/** PyTorch's checkpoint files against the values that PyTorch itself gives, and hostile ones against a refusal. */
import type { ReferenceNumbers } from '../../models/testing/reference';
import { type SafeTensor, toFloat32 } from '../../models/weights/safetensors';
import { readWeightsFile } from '../../models/weights/weights-file';
import { RefusedCallError } from '../../models/weights/weights-file-error';
import type { CaseContext } from './cases';
import { type Check, exactCheck } from './check';

/** The folder of the files, beside the manifest. */
const FOLDER = 'ckpt';
/** Names that every tensor needs; what else a hostile file names is what it wants to call. */
const HARMLESS = /^(torch \w+Storage|torch\._utils \w+|collections OrderedDict)$/;
/** Where the encoder of the whole and of the wrapped checkpoint comes from. */
const ENCODER_FIXTURE = 'mit_tiny';

interface Values {
  wrapped_keys: string[];
  pickled_globals: Record<string, string[]>;
}

type Expected = Map<string, { shape: number[]; values: ArrayLike<number> }>;

/** Every file of the manifest, bit for bit. */
export async function checkpointCase({ reference, open, readBytes }: CaseContext): Promise<Check[]> {
  const { files } = reference.entry.hyper as { files: Record<string, { content: string }> };
  const values = reference.entry.values as unknown as Values;
  const checks: Check[] = [];
  for (const file of Object.keys(files)) {
    const bytes = readBytes(`${FOLDER}/${file}`);
    const wanted = (values.pickled_globals[file] ?? []).filter((name) => !HARMLESS.test(name));
    if (wanted.length) {
      checks.push(await refusalCheck(file, bytes, wanted));
      continue;
    }
    const { tensors } = await readWeightsFile(bytes, file);
    const expected = expectedOf(file.replace(/_(zip|legacy)\.\w+$/, ''), reference, open, values);
    checks.push(...compareTensors(file, tensors, expected));
  }
  return checks;
}

async function refusalCheck(file: string, bytes: Uint8Array, wanted: string[]): Promise<Check> {
  const names = wanted.map((name) => name.replace(' ', '.'));
  const check = (ok: boolean): Check => ({
    what: `refusal of ${file} by the name ${names.join(' or ')}`,
    maxAbsError: ok ? 0 : Number.POSITIVE_INFINITY,
    tolerance: 0,
  });
  try {
    await readWeightsFile(bytes, file);
    return check(false);
  } catch (error) {
    return check(error instanceof RefusedCallError && names.includes(error.wanted));
  }
}

function compareTensors(file: string, tensors: Map<string, SafeTensor>, expected: Expected): Check[] {
  const extra = [...tensors.keys()].filter((name) => !expected.has(name));
  const checks = [exactCheck(`${file}: tensors that should not be there`, [extra.length], [0])];
  for (const [name, { shape, values }] of expected) {
    const tensor = tensors.get(name);
    const what = `${file}: ${name}`;
    checks.push(exactCheck(`${what}, shape`, tensor?.shape ?? [-1], shape));
    checks.push(exactCheck(what, tensor ? numbersOf(tensor) : [Number.NaN], values));
  }
  return checks;
}

/** `half` and `noncontig` are stored beside the files; the two others are made of an encoder's weights. */
function expectedOf(
  kind: string,
  reference: ReferenceNumbers,
  open: CaseContext['open'],
  { wrapped_keys: wrappedKeys }: Values,
): Expected {
  const stored = reference.names(`${kind}/`);
  if (stored.length) return pick(reference, `${kind}/`, stored);
  const encoder = open(ENCODER_FIXTURE);
  if (kind === 'tiny') return pick(encoder, 'weights/', encoder.names('weights/'));
  if (kind !== 'wrapped') throw new Error(`The manifest does not say what ${kind} holds.`);
  const backbone = 'backbone.';
  const names = wrappedKeys.filter((key) => key.startsWith(backbone)).map((key) => key.slice(backbone.length));
  const expected: Expected = new Map(
    [...pick(encoder, 'weights/', names)].map(([name, tensor]) => [backbone + name, tensor]),
  );
  for (const key of wrappedKeys) {
    if (key.endsWith('conv_seg.weight'))
      expected.set(key, { shape: [3, 4, 1, 1], values: Float32Array.from({ length: 12 }, (_, i) => i) });
    if (key.endsWith('num_batches_tracked')) expected.set(key, { shape: [], values: [7] });
  }
  return expected;
}

/** Values without loss: doubles and 64-bit integers are not rounded to float32. */
function numbersOf(tensor: SafeTensor): ArrayLike<number> {
  if (tensor.dtype === 'F16' || tensor.dtype === 'BF16') return toFloat32(tensor);
  return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

function pick(reference: ReferenceNumbers, prefix: string, names: string[]): Expected {
  return new Map(
    names.map((name) => {
      const tensor = reference.tensors.get(prefix + name);
      if (!tensor) throw new Error(`The fixture has no tensor ${prefix}${name}.`);
      return [name, { shape: tensor.shape, values: numbersOf(tensor) }];
    }),
  );
}
