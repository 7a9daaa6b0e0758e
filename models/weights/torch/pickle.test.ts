import { describe, expect, it } from 'vitest';
import { RefusedCallError, WeightsFileError } from '../weights-file-error';
import { readPickle } from './pickle';
import { InertObject, type PickleDict } from './pickle-values';
import { type Code, operations, orderedDict, pickle } from './testing/pickle-writer';

const read = (bytes: Uint8Array) => readPickle(bytes, 0, { file: 'x.pth', persistent: (id) => ['stored', id] }).value;

function refusal(bytes: Uint8Array): unknown {
  try {
    return read(bytes);
  } catch (error) {
    return error;
  }
}

describe('data', () => {
  const values: [string, Code, unknown][] = [
    ['small integers', { list: [0, 255, 256, 65_536] }, [0, 255, 256, 65_536]],
    [
      'negative and long integers',
      { tuple: [-1, -129, 2 ** 40, 1n << 70n, -(1n << 70n)] },
      [-1, -129, 2 ** 40, 1n << 70n, -(1n << 70n)],
    ],
    ['doubles, booleans and None', { list: [0.1, -2.5, true, false, null] }, [0.1, -2.5, true, false, null]],
    ['texts', { tuple: ['backbone.norm1', 'Größe', ''] }, ['backbone.norm1', 'Größe', '']],
    ['persistent ids', { persistent: { tuple: ['storage', 1] } }, ['stored', ['storage', 1]]],
  ];
  it.each(values)('reads %s', (_, code, expected) => {
    expect(read(pickle(code))).toEqual(expected);
  });

  it('reads dicts and OrderedDicts, the last value of a key', () => {
    const dict = read(
      pickle({
        dict: [
          ['a', 1],
          ['b', 2],
          ['a', 3],
          [7, 4],
        ],
      }),
    ) as PickleDict;
    expect(dict.get('a')).toBe(3);
    expect(dict.entries()).toEqual([
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ]);
    expect((read(pickle(orderedDict([['x', 5]]))) as PickleDict).get('x')).toBe(5);
  });

  it('reads an OrderedDict that Python 2 has written with its items as an argument', () => {
    const pairs: Code = { list: [{ list: ['w', 1] }, { list: ['b', 2] }] };
    const dict = read(pickle({ call: { name: ['collections', 'OrderedDict'] }, args: [pairs] })) as PickleDict;
    expect(dict.entries()).toEqual([
      ['w', 1],
      ['b', 2],
    ]);
  });

  it.each([
    [
      'protocol 0',
      operations('(I1\nI01\nF2.5\nVname\nS"old"\nL12345678901234567890L\nlp0\n0g0\n.'),
      [1, true, 2.5, 'name', 'old', 12345678901234567890n],
    ],
    [
      'protocol 4',
      operations(0x80, 4, 0x95, [9, 0, 0, 0, 0, 0, 0, 0], '](', 0x8c, 2, 'ab', 0x94, 'h', 0, 'e.'),
      ['ab', 'ab'],
    ],
    [
      'bytes of protocol 3 and 5',
      operations(0x80, 5, '(C', 2, [1, 2], 0x96, [1, 0, 0, 0, 0, 0, 0, 0], [9], 't.'),
      [Uint8Array.of(1, 2), Uint8Array.of(9)],
    ],
    ['texts of Python 2', operations(0x80, 2, 'U', 2, [0xe9, 0x41], '.'), 'éA'],
    ['sets', operations(0x80, 4, 0x8f, '(K', 1, 'K', 2, 0x90, '.'), [1, 2]],
    ['memo and copies', operations(0x80, 2, 'K', 7, 'q', 0, '2h', 0, 0x87, '.'), [7, 7, 7]],
    ['values that are thrown away', operations(0x80, 2, 'K', 1, '(K', 2, '1', '(0', '.'), 1],
  ])('reads %s', (_, bytes, expected) => {
    expect(read(bytes)).toEqual(expected);
  });

  it('keeps a list that holds itself', () => {
    const list = read(operations(0x80, 2, ']q', 0, 'h', 0, 'a.')) as unknown[];
    expect(list[0]).toBe(list);
  });
});

describe('calls', () => {
  const system: Code = { name: ['posix', 'system'] };
  const evil: [string, Uint8Array, string][] = [
    ['a reduced call', pickle({ call: system, args: ['true'] }), 'posix.system'],
    ['a name that is never called', pickle({ tuple: [system] }), 'posix.system'],
    ['eval', pickle({ call: { name: ['builtins', 'eval'] }, args: ['1'] }), 'builtins.eval'],
    ['eval of Python 2', pickle({ call: { name: ['__builtin__', 'eval'] }, args: ['1'] }), '__builtin__.eval'],
    ['a loader', pickle({ call: { name: ['torch', 'load'] }, args: ['x'] }), 'torch.load'],
    ['a hidden import', pickle({ name: ['torch.serialization', 'os.system'] }), 'torch.serialization.os.system'],
    [
      'a name with a dot in its module',
      pickle({ name: ['torch._utils._rebuild_tensor_v2', 'x'] }),
      'torch._utils._rebuild_tensor_v2.x',
    ],
    [
      'a module with code',
      pickle({ call: { name: ['torch.nn.modules.conv', 'Conv2d'] }, args: [] }),
      'torch.nn.modules.conv.Conv2d',
    ],
    ['a name from the stack', operations(0x80, 4, 0x8c, 2, 'os', 0x8c, 6, 'system', 0x93, '.'), 'os.system'],
    ['an instance', operations("(S'true'\nios\nsystem\n."), 'os.system'],
    ['an object', operations('(cos\nsystem\nVtrue\no.'), 'os.system'],
    ['a new object', operations(0x80, 2, 'csubprocess\nPopen\n)', 0x81, '.'), 'subprocess.Popen'],
    ['the extension registry', operations(0x80, 2, 0x82, 7, '.'), "number 7 of Python's extension registry"],
    [
      'getattr of a tensor class',
      pickle({ call: { name: ['builtins', 'getattr'] }, args: [{ name: ['collections', 'OrderedDict'] }, 'x'] }),
      'builtins.getattr',
    ],
    [
      'a storage that is called',
      pickle({ call: { name: ['torch', 'FloatStorage'] }, args: [3] }),
      'torch.FloatStorage',
    ],
    ['a dtype that is called', pickle({ call: { name: ['torch', 'float32'] }, args: [3] }), 'torch.float32'],
    ['a name with control characters', pickle({ name: ['os', 'sys\x07tem'] }), 'os.sys?tem'],
  ];
  it.each(evil)('refuses %s by name', (_, bytes, wanted) => {
    const error = refusal(bytes);
    expect(error).toBeInstanceOf(RefusedCallError);
    expect((error as RefusedCallError).wanted).toBe(wanted);
    expect((error as RefusedCallError).message).toContain(`x.pth is refused: to read it, ${wanted} would have`);
  });

  it('keeps what training frameworks leave beside the weights as place-holders', () => {
    const history: Code = {
      build: { call: { name: ['mmengine.logging.history_buffer', 'HistoryBuffer'] }, args: [] },
      state: {
        dict: [
          [
            '_log',
            { call: { name: ['numpy.core.multiarray', '_reconstruct'] }, args: [{ name: ['numpy', 'ndarray'] }] },
          ],
          [
            'min',
            {
              call: { name: ['builtins', 'getattr'] },
              args: [{ name: ['mmengine.logging.history_buffer', 'HistoryBuffer'] }, 'min'],
            },
          ],
        ],
      },
    };
    const value = read(pickle(history)) as InertObject;
    expect(value).toBeInstanceOf(InertObject);
    expect(value.name).toBe('mmengine.logging.history_buffer.HistoryBuffer');
  });
});

describe('damage and excess', () => {
  const broken: [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(0), /cut off or damaged: at byte 0 of 0, 1 more/],
    ['a text longer than the file', operations(0x80, 2, 'X', [255, 255, 255, 127], 'a.'), /2147483647 more are needed/],
    ['a text longer than any file', operations(0x80, 4, 0x8d, new Array<number>(8).fill(255), '.'), /more are needed/],
    ['no line feed', operations('cos'), /cut off/],
    ['an unknown operation', operations(0x80, 2, 0xff), /byte 2 is no operation/],
    ['an unknown protocol', operations(0x80, 9, 'N.'), /unknown protocol 9/],
    ['an empty stack', operations('.'), /takes more than it has put/],
    ['a value below a mark', operations('N(a.'), /takes more than it has put/],
    ['a mark that was never set', operations('Nt.'), /closes what it has not opened/],
    ['an unknown memo', operations('h', 3, '.'), /recalls value 3/],
    ['a call of no function', operations(0x80, 2, 'K', 1, ')R.'), /calls something that is no function/],
    ['items of no dict', operations(0x80, 2, 'K', 1, 'K', 1, 'K', 1, 's.'), /no dict/],
    ['half an entry', operations('}(K', 1, 'u.'), /key without a value/],
    [
      'a long integer',
      operations(0x80, 2, 0x8b, [0, 1, 0, 0], new Array<number>(256).fill(1), '.'),
      /integer of 256 bytes/,
    ],
    ['a number of letters', operations('Iabc\n.'), /no number/],
    [
      'a tensor without a storage',
      pickle({ call: { name: ['torch._utils', '_rebuild_tensor_v2'] }, args: [1, 0, { tuple: [1] }, { tuple: [1] }] }),
      /no storage/,
    ],
    [
      'a parameter without a tensor',
      pickle({ call: { name: ['torch._utils', '_rebuild_parameter'] }, args: [1] }),
      /no tensor/,
    ],
  ];
  it.each(broken)('says what is wrong: %s', (_, bytes, message) => {
    const error = refusal(bytes) as WeightsFileError;
    expect(error).toBeInstanceOf(WeightsFileError);
    expect(error.message).toMatch(message);
    expect(error.message).toContain('x.pth');
  });

  it.each([
    ['marks', '((', /nested more than 2000 deep/],
    ['values', 'NN', /keeps more than 1000000 values/],
    ['operations', 'N0', /more than 4000000 operations/],
  ])('bounds %s', (_, [even = '', odd = ''], message) => {
    const bytes = new Uint8Array(4_000_100).map((_, i) => (i % 2 ? odd : even).charCodeAt(0));
    expect((refusal(bytes) as Error).message).toMatch(message);
  });

  it('does not copy a long list for each of many dicts', () => {
    const long = `(${'N'.repeat(200_000)}lq\x000`;
    const dict = 'ccollections\nOrderedDict\nq\x010';
    const calls = `(${'h\x01h\0\x85R'.repeat(100_000)}1N.`;
    const before = process.cpuUsage();
    expect(read(operations(long, dict, calls))).toBeNull();
    const seconds = process.cpuUsage(before).user / 1e6;
    expect(seconds).toBeLessThan(10); // copies would be 20 thousand million entries
  });
});
