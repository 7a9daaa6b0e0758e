/** What the reader does where a pickle asks for a call: it puts tensors together from plain data, and nothing else. */
import type { SafeDtype } from '../safetensors';
import { RefusedCallError, WeightsFileError } from '../weights-file-error';
import { InertObject, PickleDict, PickleName, StorageRef, TensorRef } from './pickle-values';

/** PyTorch's own limit on the number of dimensions. */
const MAX_DIMENSIONS = 64;

/** The value of a call of `callee` with `args`. @throws WeightsFileError where the arguments make no sense. */
export function construct(callee: unknown, args: unknown, file: string): unknown {
  if (!(callee instanceof PickleName)) throw damaged(file, 'it calls something that is no function');
  if (!Array.isArray(args)) throw damaged(file, `${callee.name} is called without arguments`);
  switch (callee.role) {
    case 'rebuild':
      return rebuild(callee.name, args, file);
    case 'dict':
      return dictOf(args);
    case 'list':
      return Array.isArray(args[0]) ? args[0] : [];
    case 'inert':
      return new InertObject(callee.name);
    case 'lookup': {
      const [owner, member] = args;
      const isInert = owner instanceof PickleName && owner.role === 'inert';
      if (!isInert) throw new RefusedCallError(file, callee.name);
      return new InertObject(`${owner.name}.${String(member).slice(0, 60)}`);
    }
    default:
      throw new RefusedCallError(file, callee.name);
  }
}

/** The storage that a persistent id `('storage', type, key, location, elements, ...)` names. */
export function storageOf(id: unknown, file: string): StorageRef {
  if (!Array.isArray(id) || id[0] !== 'storage') throw damaged(file, 'it refers to something that is no storage');
  const [, type, key, , elements] = id;
  const isStorage = type instanceof PickleName && typeof type.role === 'object' && 'storage' in type.role;
  if (!isStorage || typeof key !== 'string' || !isCount(elements)) throw damaged(file, 'a storage lacks type or size');
  return new StorageRef(key, (type.role as { storage: SafeDtype | null }).storage, elements);
}

function rebuild(name: string, args: unknown[], file: string): unknown {
  if (name.endsWith('_rebuild_parameter') || name.endsWith('_rebuild_parameter_with_state')) {
    if (args[0] instanceof TensorRef) return args[0];
    throw damaged(file, 'a parameter has no tensor');
  }
  if (name.endsWith('_rebuild_from_type_v2')) {
    const [inner, , innerArgs] = args;
    if (inner instanceof PickleName && inner.role === 'rebuild' && inner.name !== name)
      return construct(inner, innerArgs, file);
    throw damaged(file, 'a tensor is rebuilt from something else');
  }
  return tensorOf(args, name.endsWith('_v3') ? args[6] : undefined, file);
}

function tensorOf([storage, offset, shape, strides]: unknown[], type: unknown, file: string): TensorRef {
  if (!(storage instanceof StorageRef)) throw damaged(file, 'a tensor has no storage');
  if (!isCount(offset) || !isCounts(shape) || !isCounts(strides) || shape.length !== strides.length)
    throw damaged(file, `offset, shape or strides of a tensor are no counts, or more than ${MAX_DIMENSIONS}`);
  const named = type instanceof PickleName && typeof type.role === 'object' && 'dtype' in type.role ? type.role : null;
  const dtype = named?.dtype ?? storage.dtype;
  if (!dtype) throw damaged(file, 'a tensor has no type');
  return new TensorRef(storage, dtype, offset, shape, strides);
}

/** OrderedDict() gets its items later; Python 2 wrote OrderedDict([[key, value], ...]). */
function dictOf([items]: unknown[]): PickleDict {
  if (items instanceof PickleDict) return items;
  return new PickleDict(Array.isArray(items) ? items : []);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= MAX_DIMENSIONS && value.every(isCount);

export function damaged(file: string, what: string): WeightsFileError {
  return new WeightsFileError(`${file} is damaged or no checkpoint of PyTorch: ${what}.`);
}
