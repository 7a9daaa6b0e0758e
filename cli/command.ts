/** What every command of the `lab` tool has in common. */
import { parseArgs } from 'node:util';

export interface OptionSpec {
  /** Placeholder of the value in the usage line; without one the option is a switch. */
  value?: string;
  help: string;
}

export interface CommandSpec {
  summary: string;
  /** Names of the positional arguments, all required. */
  positionals: string[];
  options: Record<string, OptionSpec>;
  /** True for commands that need WebGPU: Dawn is set up before their code is loaded. */
  gpu: boolean;
  load(): Promise<{ run(args: Arguments): Promise<Outcome> }>;
}

/** What a command has found; the report goes to --json FILE whether it succeeded or not. */
export interface Outcome {
  report: unknown;
  /** One sentence that says why the exit status is 1. */
  failure?: string;
}

/** A mistake in how the command was called. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The arguments of one call, each read as what it has to be. */
export class Arguments {
  constructor(
    readonly positionals: string[],
    private readonly values: Record<string, string | boolean | undefined>,
  ) {}

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new UsageError(`--${name} is missing.`);
    return value;
  }

  /** A whole number of at least `least`. */
  integer(name: string, least: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least)
      throw new UsageError(`--${name} needs a whole number of at least ${least}, not "${text}".`);
    return value;
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = choices.find((choice) => choice === text);
    if (!found) throw new UsageError(`--${name} is one of ${choices.join(', ')}, not "${text}".`);
    return found;
  }
}

/** Every command writes its report where it is told. */
const COMMON: Record<string, OptionSpec> = {
  json: { value: 'FILE', help: 'write a machine-readable report' },
  help: { help: 'show this' },
};

/** Reads the arguments of one command. @throws UsageError naming the argument that is wrong. */
export function readArguments(spec: CommandSpec, args: string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries({ ...spec.options, ...COMMON }).map(([name, option]) => [
      name,
      { type: option.value ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!.replace(/\.?$/, '.'));
  }
  const result = new Arguments(parsed.positionals, parsed.values);
  if (result.flag('help')) return result;
  const { positionals } = spec;
  if (parsed.positionals.length < positionals.length)
    throw new UsageError(`${positionals[parsed.positionals.length]} is missing.`);
  if (parsed.positionals.length > positionals.length)
    throw new UsageError(`"${parsed.positionals[positionals.length]}" is one argument too many.`);
  return result;
}

/** The command's usage in a few lines. */
export function usage(name: string, spec: CommandSpec): string {
  const options = Object.entries({ ...spec.options, ...COMMON });
  const width = Math.max(...options.map(([option, { value }]) => `--${option} ${value ?? ''}`.length));
  const lines = options.map(([option, { value, help }]) => `  ${`--${option} ${value ?? ''}`.padEnd(width)}  ${help}`);
  return [`lab ${[name, ...spec.positionals, '[options]'].join(' ')}`, `  ${spec.summary}`, '', ...lines].join('\n');
}
