import { describe, expect, it } from 'vitest';
import { readArguments, UsageError, usage } from './command';
import { COMMANDS } from './commands';

const read = (name: string, ...args: string[]) => readArguments(COMMANDS[name]!, args);

describe('arguments', () => {
  it('are read as what they have to be', () => {
    const args = read('run', '--preset', '90.2', '--iterations', '200', '--resume', '--json', 'r.json');
    expect(args.text('preset')).toBe('90.2');
    expect(args.integer('iterations', 1)).toBe(200);
    expect(args.integer('seed', 0)).toBeUndefined();
    expect(args.flag('resume')).toBe(true);
    expect(args.text('json')).toBe('r.json');
    expect(read('scan', 'folder', '--as', 'synthia').positionals).toEqual(['folder']);
  });

  it.each([
    [['run', '--iterations', '0'], (a: ReturnType<typeof read>) => a.integer('iterations', 1), /at least 1, not "0"/],
    [['run', '--seed', '1.5'], (a: ReturnType<typeof read>) => a.integer('seed', 0), /whole number/],
    [['run'], (a: ReturnType<typeof read>) => a.required('source'), /--source is missing/],
    [['demo', '--size', 'huge'], (a: ReturnType<typeof read>) => a.choice('size', ['small', 'full']), /small, full/],
  ])('are refused by value: %s', ([name, ...args], use, message) => {
    const parsed = read(name!, ...args);
    expect(() => use(parsed)).toThrow(message);
    expect(() => use(parsed)).toThrow(UsageError);
  });

  it.each([
    [['scan'], /DIR is missing/],
    [['scan', 'a', 'b'], /"b" is one argument too many/],
    [['demo', '--iteratoins', '3'], /iteratoins/],
    [['demo', '--seed'], /seed/],
  ])('are refused as such: %s', ([name, ...args], message) => {
    expect(() => read(name!, ...args)).toThrow(UsageError);
    expect(() => read(name!, ...args)).toThrow(message);
  });

  it('are all shown by --help', () => {
    for (const [name, spec] of Object.entries(COMMANDS)) {
      expect(read(name, ...spec.positionals.map(() => 'x'), '--help').flag('help')).toBe(true);
      const text = usage(name, spec);
      for (const option of [...Object.keys(spec.options), 'json', 'help']) expect(text).toContain(`--${option}`);
    }
  });
});
