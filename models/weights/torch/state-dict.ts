/** Finds the tensors by name in what a checkpoint's pickle holds. */
import { WeightsFileError } from '../weights-file-error';
import { PickleDict, TensorRef } from './pickle-values';

/** Keys under which trainers keep a network's tensors; the first that is there counts. */
const WRAPPERS = [
  'state_dict',
  'model',
  'model_state_dict',
  'model_state',
  'state_dict_ema',
  'ema_state_dict',
  'network',
  'net',
  'module',
  'params',
  'weights',
];
/** The reference's rule: these are opened even where tensors lie beside them. */
const ALWAYS = new Set(['state_dict', 'model']);
const MAX_WRAPPERS = 4;
const MAX_NESTING = 8;
const MAX_TENSORS = 100_000;

/**
 * Tensors of the network's state dict; dicts inside it are flattened with dots. Numbers, texts and the like are left.
 * @throws WeightsFileError where the pickle holds no dict with tensors.
 */
export function stateDict(root: unknown, file: string): Map<string, TensorRef> {
  if (root instanceof TensorRef)
    throw new WeightsFileError(`${file} holds a single tensor, not a network's state dict.`);
  let dict = root;
  for (let i = 0; i < MAX_WRAPPERS && dict instanceof PickleDict; i++) {
    const inner = unwrap(dict);
    if (!inner) break;
    dict = inner;
  }
  const tensors = new Map<string, TensorRef>();
  if (dict instanceof PickleDict) collect(dict, '', 0, tensors, new Set(), file);
  if (!tensors.size)
    throw new WeightsFileError(`${file} holds no dict of named tensors; save the network's state_dict.`);
  return tensors;
}

function unwrap(dict: PickleDict): PickleDict | null {
  const holdsTensors = dict.entries().some(([, value]) => value instanceof TensorRef);
  for (const key of WRAPPERS) {
    const inner = dict.get(key);
    if (inner instanceof PickleDict && (!holdsTensors || ALWAYS.has(key))) return inner;
  }
  return null;
}

function collect(
  dict: PickleDict,
  prefix: string,
  depth: number,
  tensors: Map<string, TensorRef>,
  seen: Set<PickleDict>,
  file: string,
): void {
  // A pickle can hold one dict in many places, even in itself; every dict is read once.
  if (depth > MAX_NESTING || seen.has(dict)) return;
  seen.add(dict);
  for (const [key, value] of dict.entries()) {
    if (value instanceof TensorRef) {
      tensors.set(prefix + key, value);
      if (tensors.size > MAX_TENSORS) throw new WeightsFileError(`${file} holds more than ${MAX_TENSORS} tensors.`);
    } else if (value instanceof PickleDict) collect(value, `${prefix}${key}.`, depth + 1, tensors, seen, file);
  }
}
