/**
 * PyTorch's form before 1.6: five pickles (a magic number, the protocol, facts about the machine, the object, the list
 * of storage keys), then for each key a 64-bit count of elements and their raw bytes.
 */
import type { AllocationBudget } from '../allocation-budget';
import { elementBytes, type SafeTensor } from '../safetensors';
import { WeightsFileError } from '../weights-file-error';
import { ByteCursor } from './byte-cursor';
import { contiguous, swapped } from './contiguous';
import { readPickle } from './pickle';
import { PickleDict, StorageRef } from './pickle-values';
import { damaged, storageOf } from './rebuild';
import { stateDict } from './state-dict';

const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;

/** A storage of the object's pickle: its own memory, or a part of another's from `offset` elements on. */
interface View {
  root: string;
  offset: number;
}

/** @throws WeightsFileError, or RefusedCallError where a pickle wants to call anything. */
export function readLegacyForm(bytes: Uint8Array, file: string, budget: AllocationBudget): Map<string, SafeTensor> {
  const roots = new Map<string, StorageRef>();
  const views = new Map<string, View>();
  const persistent = (id: unknown): StorageRef => {
    const storage = storageOf(id, file);
    const view = viewOf(id, file);
    if (view) views.set(storage.key, view);
    const key = view?.root ?? storage.key;
    const known = roots.get(key);
    if (known && known.dtype !== storage.dtype) throw damaged(file, `storage ${key} has two types`);
    if (!known) roots.set(key, new StorageRef(key, storage.dtype, storage.elements));
    return storage;
  };
  let at = 0;
  const next = (): unknown => {
    const { value, end } = readPickle(bytes, at, { file, persistent });
    at = end;
    return value;
  };
  const magic = next();
  if (magic !== MAGIC) throw damaged(file, 'it is a pickle, but does not begin with the magic number of a checkpoint');
  const protocol = next();
  if (protocol !== PROTOCOL) throw damaged(file, `it has the unknown protocol ${String(protocol).slice(0, 20)}`);
  const machine = next();
  const bigEndian = machine instanceof PickleDict && machine.get('little_endian') === false;
  const root = next();
  const keys = next();
  const storages = readStorages(bytes, at, keys, roots, bigEndian, file, budget);

  const tensors = new Map<string, SafeTensor>();
  for (const [name, ref] of stateDict(root, file)) {
    const view = views.get(ref.storage.key);
    const whole = storages.get(view?.root ?? ref.storage.key);
    if (!whole) throw new WeightsFileError(`${file} is incomplete: it lacks the storage that ${name} needs.`);
    const width = elementBytes(ref.storage.dtype ?? 'U8');
    const start = (view?.offset ?? 0) * width;
    const end = start + ref.storage.elements * width;
    if (!(end <= whole.length)) throw damaged(file, `${name} needs ${end} bytes of a storage that has ${whole.length}`);
    tensors.set(name, contiguous(ref, whole.subarray(start, end), name, file, budget));
  }
  return tensors;
}

/** The sixth part of a persistent id: null, or the key and offset of the storage that this one is a part of. */
function viewOf(id: unknown, file: string): View | null {
  const view = (id as unknown[])[5];
  if (view === null || view === undefined) return null;
  const [root, offset] = Array.isArray(view) ? view : [];
  if (typeof root !== 'string' || !Number.isSafeInteger(offset) || offset < 0)
    throw damaged(file, 'a part of a storage lacks its place');
  return { root, offset };
}

function readStorages(
  bytes: Uint8Array,
  start: number,
  keys: unknown,
  roots: Map<string, StorageRef>,
  bigEndian: boolean,
  file: string,
  budget: AllocationBudget,
): Map<string, Uint8Array> {
  if (!Array.isArray(keys)) throw damaged(file, 'it has no list of storages');
  const cursor = new ByteCursor(bytes, start, file);
  const storages = new Map<string, Uint8Array>();
  for (const key of keys) {
    const root = typeof key === 'string' ? roots.get(key) : undefined;
    if (!root || storages.has(key)) throw damaged(file, 'its list of storages does not fit its tensors');
    const width = elementBytes(root.dtype ?? 'U8');
    const count = cursor.take(8);
    const view = new DataView(count.buffer, count.byteOffset, 8);
    const elements = Number(view.getBigInt64(0, !bigEndian));
    if (elements < 0) throw damaged(file, `storage ${key} has ${elements} elements`);
    const stored = cursor.take(elements * width);
    if (bigEndian) budget.take(stored.length, `storage ${key}`);
    storages.set(key, bigEndian ? swapped(stored, width) : stored);
  }
  return storages;
}
