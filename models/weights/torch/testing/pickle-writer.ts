/** Writes pickles of protocol 2 for tests: honest ones as PyTorch writes them, and others as an attacker would. */

export type Code =
  | string
  | number
  | bigint
  | boolean
  | null
  /** Raw operations, as they are. */
  | Uint8Array
  | { tuple: Code[] }
  | { list: Code[] }
  | { dict: [Code, Code][] }
  /** A class or function: module and name. */
  | { name: [string, string] }
  | { call: Code; args: Code[] }
  /** A call of `callee` and then attributes set on what it gives. */
  | { build: Code; state: Code }
  | { persistent: Code };

export function pickle(value: Code): Uint8Array {
  const out: number[] = [0x80, 2];
  write(out, value);
  out.push(letter('.'));
  return Uint8Array.from(out);
}

/** Operations from texts (their characters) and bytes. */
export function operations(...parts: (string | number | number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));
}

export interface TensorCode {
  /** Such as `FloatStorage`. */
  type: string;
  key: string;
  elements: number;
  offset?: number;
  shape: number[];
  strides: number[];
}

/** A tensor as torch.save writes it. */
export function tensorCode({ type, key, elements, offset = 0, shape, strides }: TensorCode): Code {
  const storage = { tuple: ['storage', { name: ['torch', type] }, key, 'cpu', elements] satisfies Code[] } as Code;
  return {
    call: { name: ['torch._utils', '_rebuild_tensor_v2'] },
    args: [{ persistent: storage }, offset, { tuple: shape }, { tuple: strides }, false, orderedDict([])],
  };
}

export function orderedDict(entries: [string, Code][]): Code {
  const empty: Code = { call: { name: ['collections', 'OrderedDict'] }, args: [] };
  if (!entries.length) return empty;
  const out: number[] = [];
  write(out, empty);
  setItems(out, entries);
  return Uint8Array.from(out);
}

const letter = (text: string) => text.charCodeAt(0);

function write(out: number[], value: Code): void {
  if (value === null) out.push(letter('N'));
  else if (typeof value === 'boolean') out.push(value ? 0x88 : 0x89);
  else if (typeof value === 'number') writeNumber(out, value);
  else if (typeof value === 'bigint') writeInteger(out, value);
  else if (typeof value === 'string') writeText(out, value);
  else if (value instanceof Uint8Array) for (const byte of value) out.push(byte);
  else if ('tuple' in value) sequence(out, value.tuple, 't');
  else if ('list' in value) sequence(out, value.list, 'l');
  else if ('dict' in value) {
    out.push(letter('}'));
    setItems(out, value.dict);
  } else if ('name' in value) out.push(...operations('c', `${value.name[0]}\n${value.name[1]}\n`));
  else if ('call' in value) {
    write(out, value.call);
    sequence(out, value.args, 't');
    out.push(letter('R'));
  } else if ('build' in value) {
    write(out, value.build);
    write(out, value.state);
    out.push(letter('b'));
  } else {
    write(out, value.persistent);
    out.push(letter('Q'));
  }
}

function sequence(out: number[], items: Code[], end: string): void {
  out.push(letter('('));
  for (const item of items) write(out, item);
  out.push(letter(end));
}

function setItems(out: number[], entries: [Code, Code][]): void {
  out.push(letter('('));
  for (const [key, value] of entries) {
    write(out, key);
    write(out, value);
  }
  out.push(letter('u'));
}

function writeNumber(out: number[], value: number): void {
  if (!Number.isInteger(value)) {
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setFloat64(0, value, false);
    out.push(letter('G'), ...new Uint8Array(bytes.buffer));
  } else if (value >= 0 && value < 256) out.push(letter('K'), value);
  else writeInteger(out, BigInt(value));
}

function writeInteger(out: number[], value: bigint): void {
  const bytes: number[] = [];
  for (let rest = value; rest !== 0n && rest !== -1n; rest >>= 8n) bytes.push(Number(BigInt.asUintN(8, rest)));
  bytes.push(value < 0n ? 255 : 0);
  out.push(0x8a, bytes.length, ...bytes);
}

function writeText(out: number[], value: string): void {
  const bytes = new TextEncoder().encode(value);
  out.push(letter('X'), ...new Uint8Array(Uint32Array.of(bytes.length).buffer), ...bytes);
}
