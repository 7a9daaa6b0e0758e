/**
 * The names a pickle may use. The reader calls nothing that a file names: each name below stands for something that the
 * reader itself does with plain data. Every other name refuses the file.
 */
import type { SafeDtype } from '../safetensors';
import { RefusedCallError } from '../weights-file-error';
import { PickleName } from './pickle-values';

const STORAGES: Record<string, SafeDtype | null> = {
  FloatStorage: 'F32',
  DoubleStorage: 'F64',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL',
  UntypedStorage: null,
};

const DTYPES: Record<string, SafeDtype> = {
  float32: 'F32',
  float: 'F32',
  float64: 'F64',
  double: 'F64',
  float16: 'F16',
  half: 'F16',
  bfloat16: 'BF16',
  int64: 'I64',
  long: 'I64',
  int32: 'I32',
  int: 'I32',
  int16: 'I16',
  short: 'I16',
  int8: 'I8',
  uint8: 'U8',
  uint16: 'U16',
  uint32: 'U32',
  uint64: 'U64',
  bool: 'BOOL',
};

const REBUILD = [
  'torch._utils._rebuild_tensor',
  'torch._utils._rebuild_tensor_v2',
  'torch._utils._rebuild_tensor_v3',
  'torch._utils._rebuild_parameter',
  'torch._utils._rebuild_parameter_with_state',
  'torch._tensor._rebuild_from_type_v2',
];

const DICTS = ['collections.OrderedDict', 'collections.defaultdict', 'collections.Counter'];
const LISTS = ['torch.Size', 'builtins.set', '__builtin__.set', 'builtins.frozenset', '__builtin__.frozenset'];

/** Things that training frameworks keep beside the weights: counters, histories, arguments of the command line. */
const INERT = [
  'torch.device',
  'torch.Tensor',
  'torch.nn.parameter.Parameter',
  'torch.serialization._get_layout',
  'numpy.ndarray',
  'numpy.dtype',
  'numpy.core.multiarray._reconstruct',
  'numpy.core.multiarray.scalar',
  'numpy._core.multiarray._reconstruct',
  'numpy._core.multiarray.scalar',
  '_codecs.encode',
  '__builtin__.bytearray',
  'builtins.bytearray',
  ...['int', 'float', 'str', 'list', 'dict'].flatMap((name) => [`builtins.${name}`, `__builtin__.${name}`]),
  'builtins.complex',
  '__builtin__.complex',
  'argparse.Namespace',
  'mmengine.logging.history_buffer.HistoryBuffer',
];

const ROLES = new Map<string, PickleName['role']>([
  ...Object.entries(STORAGES).flatMap(([name, storage]): [string, PickleName['role']][] => [
    [`torch.${name}`, { storage }],
    [`torch.storage.${name}`, { storage }],
  ]),
  ...Object.entries(DTYPES).map(([name, dtype]): [string, PickleName['role']] => [`torch.${name}`, { dtype }]),
  ...REBUILD.map((name): [string, PickleName['role']] => [name, 'rebuild']),
  ...DICTS.map((name): [string, PickleName['role']] => [name, 'dict']),
  ...LISTS.map((name): [string, PickleName['role']] => [name, 'list']),
  ...INERT.map((name): [string, PickleName['role']] => [name, 'inert']),
  // How old pickles name the methods of a class; taken only with an inert class as its first argument.
  ['builtins.getattr', 'lookup'],
  ['__builtin__.getattr', 'lookup'],
]);

/** @throws RefusedCallError naming what is not on the list. */
export function lookUp(module: string, name: string, file: string): PickleName {
  const full = `${module}.${name}`;
  const role = ROLES.get(full);
  if (role === undefined) throw new RefusedCallError(file, printable(full));
  return new PickleName(full, role);
}

/** Names come from strangers and go into messages: short, and without control characters. */
function printable(name: string): string {
  const clean = name.replace(/[^\x20-\x7e]/g, '?');
  return clean.length > 120 ? `${clean.slice(0, 120)}...` : clean;
}
