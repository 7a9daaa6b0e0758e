/** Entry point of the `lab` tool: finds the command, runs it, writes its report, says in one sentence what failed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readArguments, UsageError, usage } from './command';
import { COMMANDS } from './commands';

function overview(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`);
  return ['lab COMMAND [options]', '', ...lines, '', 'lab COMMAND --help shows the options.'].join('\n');
}

/** @returns the exit status. */
async function main(args: string[]): Promise<number> {
  const [name = '', ...rest] = args;
  if (['', 'help', '--help', '-h'].includes(name)) {
    console.log(overview());
    return name === '' ? 1 : 0;
  }
  const spec = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!spec) throw new UsageError(`There is no command "${name}"; there are ${Object.keys(COMMANDS).join(', ')}.`);
  const parsed = readArguments(spec, rest);
  if (parsed.flag('help')) {
    console.log(usage(name, spec));
    return 0;
  }
  // TF.js looks for WebGPU when it is loaded, so Dawn must be there before the command's code.
  if (spec.gpu) await import('./vulkan');
  const command = await spec.load();
  const { report, failure } = await command.run(parsed);
  const file = parsed.text('json');
  if (file) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (!failure) return 0;
  console.error(`lab ${name}: ${failure}`);
  return 1;
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    const sentence = error instanceof Error ? error.message : String(error);
    const name = process.argv[2];
    console.error(`lab${name && Object.hasOwn(COMMANDS, name) ? ` ${name}` : ''}: ${sentence}`);
    if (error instanceof UsageError) console.error('Try --help.');
    if (process.env.LAB_TRACE && error instanceof Error) console.error(error.stack);
    return 1;
  })
  .then((status) => {
    // Dawn keeps the process alive as long as a device exists.
    process.exit(status);
  });
