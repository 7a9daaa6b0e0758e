/**
 * Reads Python's pickles as data (protocols 0 to 5).
 *
 * A pickle is a program for a small stack machine, and Python lets it call any function. This machine has the stack and
 * the memo but no way to call: where a pickle asks for a call, `construct` puts a tensor together or keeps a place-holder,
 * and any name that is not on the list of names.ts refuses the file. All lengths are checked against the bytes that are
 * there, operations and stack are bounded, and nothing recurses.
 */
import { RefusedCallError, type WeightsFileError } from '../weights-file-error';
import { ByteCursor } from './byte-cursor';
import { lookUp } from './names';
import { InertObject, PickleDict } from './pickle-values';
import { construct, damaged } from './rebuild';

/** A checkpoint of the largest networks has a few hundred thousand. */
const MAX_OPERATIONS = 4_000_000;
const MAX_STACK = 1_000_000;
/** Nesting of unfinished lists, tuples and dicts. */
const MAX_DEPTH = 2000;
/** Longer integers have no place in a checkpoint. */
const MAX_INTEGER_BYTES = 64;
const HIGHEST_PROTOCOL = 5;

export interface PickleOptions {
  /** How messages call the file. */
  file: string;
  /** What a persistent id stands for. */
  persistent(id: unknown): unknown;
}

/**
 * Reads the pickle that begins at `start`.
 * @returns its value and the position after it
 * @throws RefusedCallError where it wants to call anything, WeightsFileError where it is damaged.
 */
export function readPickle(bytes: Uint8Array, start: number, options: PickleOptions): { value: unknown; end: number } {
  return new Machine(bytes, start, options).run();
}

class Machine {
  private readonly in: ByteCursor;
  private readonly stack: unknown[] = [];
  /** Heights of the stack at the marks that are open. */
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, unknown>();

  constructor(
    bytes: Uint8Array,
    start: number,
    private readonly options: PickleOptions,
  ) {
    this.in = new ByteCursor(bytes, start, options.file);
  }

  run(): { value: unknown; end: number } {
    for (let count = 0; count < MAX_OPERATIONS; count++) {
      const code = this.in.u8();
      if (code === 0x2e) return { value: this.pop(), end: this.in.at };
      const operation = OPERATIONS[code];
      if (!operation) throw this.broken(`byte ${this.in.at - 1} is no operation of a pickle`);
      operation(this);
    }
    throw this.broken(`its pickle has more than ${MAX_OPERATIONS} operations`);
  }

  get cursor(): ByteCursor {
    return this.in;
  }

  push(value: unknown): void {
    if (this.stack.length >= MAX_STACK) throw this.broken(`its pickle keeps more than ${MAX_STACK} values waiting`);
    this.stack.push(value);
  }

  pop(): unknown {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw this.broken('its pickle takes more than it has put');
    return this.stack.pop();
  }

  top(): unknown {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw this.broken('its pickle takes more than it has put');
    return this.stack.at(-1);
  }

  /** The top values in the order in which they were put. */
  popMany(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  mark(): void {
    if (this.marks.length >= MAX_DEPTH) throw this.broken(`its pickle is nested more than ${MAX_DEPTH} deep`);
    this.marks.push(this.stack.length);
  }

  popToMark(): unknown[] {
    const height = this.marks.pop();
    if (height === undefined) throw this.broken('its pickle closes what it has not opened');
    return this.stack.splice(height);
  }

  /** Removes the top value, or a mark where that is on top. */
  discard(): void {
    if (this.marks.at(-1) === this.stack.length) this.marks.pop();
    else this.pop();
  }

  remember(index = this.memo.size): void {
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    if (!this.memo.has(index)) throw this.broken(`its pickle recalls value ${index}, which it never kept`);
    this.push(this.memo.get(index));
  }

  append(values: unknown[]): void {
    const list = this.top();
    if (Array.isArray(list)) for (const value of values) list.push(value);
    else if (!(list instanceof InertObject)) throw this.broken('it appends to something that is no list');
  }

  setItems(items: unknown[]): void {
    const dict = this.top();
    if (items.length % 2) throw this.broken('a dict has a key without a value');
    if (dict instanceof PickleDict) for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
    else if (!(dict instanceof InertObject)) throw this.broken('it sets items of something that is no dict');
  }

  global(module: unknown, name: unknown): void {
    if (typeof module !== 'string' || typeof name !== 'string') throw this.broken('a name in it is no text');
    this.push(lookUp(module, name, this.options.file));
  }

  call(callee: unknown, args: unknown): void {
    this.push(construct(callee, args, this.options.file));
  }

  persistent(id: unknown): void {
    this.push(this.options.persistent(id));
  }

  integer(length: number): void {
    if (length > MAX_INTEGER_BYTES) throw this.broken(`it holds an integer of ${length} bytes`);
    this.push(this.in.integer(length));
  }

  decimal(line: string): void {
    const digits = line.replace(/L$/, '');
    if (!/^-?\d{1,150}$/.test(digits)) throw this.broken('a number in it is no number');
    const value = BigInt(digits);
    this.push(Number.isSafeInteger(Number(value)) ? Number(value) : value);
  }

  quoted(line: string): void {
    const inner = /^(['"])(.*)\1$/.exec(line)?.[2];
    if (inner === undefined || inner.includes('\\')) throw this.broken('a text in it is written in an unusual way');
    this.push(inner);
  }

  refuse(wanted: string): never {
    throw new RefusedCallError(this.options.file, wanted);
  }

  broken(what: string): WeightsFileError {
    return damaged(this.options.file, what);
  }
}

function protocol(m: Machine): void {
  const version = m.cursor.u8();
  if (version > HIGHEST_PROTOCOL) throw m.broken(`its pickle has the unknown protocol ${version}`);
}

function newObject(m: Machine): void {
  const [callee, args] = m.popMany(2);
  m.call(callee, args);
}

const letter = (text: string) => text.charCodeAt(0);

/** What each operation does; a pickle's bytes index this table. */
const OPERATIONS: Partial<Record<number, (m: Machine) => void>> = {
  128: protocol,
  149: (m) => m.cursor.u64(), // a frame's length; the operations inside are read as they come
  [letter('(')]: (m) => m.mark(),
  [letter('0')]: (m) => m.discard(),
  [letter('1')]: (m) => void m.popToMark(),
  [letter('2')]: (m) => m.push(m.top()),

  [letter('N')]: (m) => m.push(null),
  136: (m) => m.push(true),
  137: (m) => m.push(false),
  [letter('I')]: (m) => {
    const line = m.cursor.line();
    if (line === '00' || line === '01') m.push(line === '01');
    else m.decimal(line);
  },
  [letter('J')]: (m) => m.push(m.cursor.i32()),
  [letter('K')]: (m) => m.push(m.cursor.u8()),
  [letter('M')]: (m) => m.push(m.cursor.u16()),
  [letter('L')]: (m) => m.decimal(m.cursor.line()),
  138: (m) => m.integer(m.cursor.u8()),
  139: (m) => m.integer(m.cursor.u32()),
  [letter('F')]: (m) => m.push(Number(m.cursor.line())),
  [letter('G')]: (m) => m.push(m.cursor.bigEndianDouble()),

  [letter('S')]: (m) => m.quoted(m.cursor.line()),
  [letter('T')]: (m) => m.push(m.cursor.latin1(m.cursor.u32())),
  [letter('U')]: (m) => m.push(m.cursor.latin1(m.cursor.u8())),
  [letter('V')]: (m) => m.push(m.cursor.line()),
  [letter('X')]: (m) => m.push(m.cursor.utf8(m.cursor.u32())),
  140: (m) => m.push(m.cursor.utf8(m.cursor.u8())),
  141: (m) => m.push(m.cursor.utf8(m.cursor.u64())),
  [letter('B')]: (m) => m.push(m.cursor.take(m.cursor.u32())),
  [letter('C')]: (m) => m.push(m.cursor.take(m.cursor.u8())),
  142: (m) => m.push(m.cursor.take(m.cursor.u64())),
  150: (m) => m.push(m.cursor.take(m.cursor.u64())),

  [letter(']')]: (m) => m.push([]),
  [letter('a')]: (m) => m.append([m.pop()]),
  [letter('e')]: (m) => m.append(m.popToMark()),
  [letter('l')]: (m) => m.push(m.popToMark()),
  [letter(')')]: (m) => m.push([]),
  [letter('t')]: (m) => m.push(m.popToMark()),
  133: (m) => m.push(m.popMany(1)),
  134: (m) => m.push(m.popMany(2)),
  135: (m) => m.push(m.popMany(3)),
  [letter('}')]: (m) => m.push(new PickleDict()),
  [letter('s')]: (m) => m.setItems(m.popMany(2)),
  [letter('u')]: (m) => m.setItems(m.popToMark()),
  [letter('d')]: (m) => {
    const items = m.popToMark();
    m.push(new PickleDict());
    m.setItems(items);
  },
  143: (m) => m.push([]),
  144: (m) => m.append(m.popToMark()),
  145: (m) => m.push(m.popToMark()),

  [letter('q')]: (m) => m.remember(m.cursor.u8()),
  [letter('r')]: (m) => m.remember(m.cursor.u32()),
  [letter('p')]: (m) => m.remember(Number(m.cursor.line())),
  148: (m) => m.remember(),
  [letter('h')]: (m) => m.recall(m.cursor.u8()),
  [letter('j')]: (m) => m.recall(m.cursor.u32()),
  [letter('g')]: (m) => m.recall(Number(m.cursor.line())),

  [letter('c')]: (m) => m.global(m.cursor.line(), m.cursor.line()),
  147: (m) => m.global(...(m.popMany(2) as [unknown, unknown])),
  [letter('R')]: newObject,
  129: newObject,
  146: (m) => {
    const [callee, args] = m.popMany(3);
    m.call(callee, args);
  },
  [letter('o')]: (m) => {
    const [callee, ...args] = m.popToMark();
    m.call(callee, args);
  },
  [letter('i')]: (m) => {
    m.global(m.cursor.line(), m.cursor.line());
    const callee = m.pop();
    m.call(callee, m.popToMark());
  },
  // Attributes of an object: a module's `_metadata`, a place-holder's fields. No object here has any use for them.
  [letter('b')]: (m) => {
    m.pop();
    m.top();
  },
  130: (m) => m.refuse(`number ${m.cursor.u8()} of Python's extension registry`),
  131: (m) => m.refuse(`number ${m.cursor.u16()} of Python's extension registry`),
  132: (m) => m.refuse(`number ${m.cursor.i32()} of Python's extension registry`),
  [letter('P')]: (m) => m.persistent(m.cursor.line()),
  [letter('Q')]: (m) => m.persistent(m.pop()),
};
