/**
 * PyTorch's zip form (since 1.6): a folder with `data.pkl`, whose tensors refer to storages, and one member
 * `data/<key>` of raw bytes for each storage. `byteorder` says how they are written; without it they are little-endian.
 */
import type { AllocationBudget } from '../allocation-budget';
import { elementBytes, type SafeTensor } from '../safetensors';
import { WeightsFileError } from '../weights-file-error';
import { contiguous, swapped } from './contiguous';
import { readPickle } from './pickle';
import { storageOf } from './rebuild';
import { stateDict } from './state-dict';
import { inMemory, ZipArchive } from './zip';

const PICKLE = 'data.pkl';

/** @throws WeightsFileError, or RefusedCallError where the pickle wants to call anything. */
export async function readZipForm(
  bytes: Uint8Array,
  file: string,
  budget: AllocationBudget,
): Promise<Map<string, SafeTensor>> {
  const archive = await ZipArchive.open(inMemory(bytes), file, { error: WeightsFileError, budget });
  const pickles = archive.names().filter((name) => name === PICKLE || name.endsWith(`/${PICKLE}`));
  if (pickles.length !== 1)
    throw new WeightsFileError(
      pickles.length
        ? `${file} holds ${pickles.length} checkpoints; unpack it and choose one.`
        : `${file} is a zip archive, but no checkpoint of PyTorch: it holds no ${PICKLE}.`,
    );
  const folder = pickles[0]!.slice(0, -PICKLE.length);
  const pickle = (await archive.read(pickles[0]!))!;
  const order = await archive.read(`${folder}byteorder`);
  const bigEndian = order !== null && new TextDecoder().decode(order).trim() === 'big';
  const { value } = readPickle(pickle, 0, { file, persistent: (id) => storageOf(id, file) });
  const storages = new Map<string, Uint8Array>();
  const tensors = new Map<string, SafeTensor>();
  for (const [name, ref] of stateDict(value, file)) {
    const width = elementBytes(ref.storage.dtype ?? ref.dtype);
    const key = `${folder}data/${ref.storage.key}`;
    // Elements of different widths are swapped differently, so a storage that has both is kept twice.
    const swapKey = bigEndian ? `${width} ${key}` : key;
    let storage = storages.get(swapKey);
    if (!storage) {
      const stored = await archive.read(key);
      if (!stored) throw new WeightsFileError(`${file} is incomplete: it lacks ${key}, which ${name} needs.`);
      if (bigEndian) budget.take(stored.length, key);
      storage = bigEndian ? swapped(stored, width) : stored;
      storages.set(swapKey, storage);
    }
    const needed = ref.storage.elements * (ref.storage.dtype ? width : 1);
    if (!(needed <= storage.length))
      throw new WeightsFileError(`${file} is damaged: ${key} has ${storage.length} bytes instead of ${needed}.`);
    tensors.set(name, contiguous(ref, storage, name, file, budget));
  }
  return tensors;
}
