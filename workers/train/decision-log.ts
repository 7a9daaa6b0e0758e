/**
 * Decisions by hand in a run's folder: relabel/decisions.ndjson, one line each, in the order in which they were made.
 *
 * Lines are only added and nothing is cut off when a run goes on from a checkpoint: each line says from which iteration
 * on it counts, so iterations that are repeated see what they saw before.
 */
import { z } from 'zod';
import type { Choice, Decision, DecisionLine } from '../decisions';
import type { Directory, WritableDirectory } from '../host';
import { newestIteration } from './checkpoint';

export const DECISIONS_FILE = 'relabel/decisions.ndjson';

const whole = z.number().int().nonnegative();
const classId = whole.max(254);

const BoxSchema = z.object({ x0: z.number().int(), y0: z.number().int(), x1: z.number().int(), y1: z.number().int() });

const LineSchema: z.ZodType<DecisionLine> = z.union([
  z.object({
    id: whole.positive(),
    iteration: whole,
    ruling: z.enum(['accept', 'reject', 'reassign']),
    file: z.string().min(1),
    box: BoxSchema.refine(({ x0, y0, x1, y1 }) => x0 < x1 && y0 < y1, 'the box has no area'),
    crop: z.object({ x: whole, y: whole, width: whole.positive(), height: whole.positive() }),
    lookedFor: classId,
    from: classId.nullable(),
    to: classId,
  }),
  z.object({ withdraws: z.array(whole.positive()).min(1), iteration: whole }),
]);

const encoder = new TextEncoder();
const textOf = (lines: readonly DecisionLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

export class DecisionLog {
  private constructor(
    private readonly folder: WritableDirectory,
    private readonly known: DecisionLine[],
    /** True where the file may end in half a line, which the next line must not continue. */
    private torn: boolean,
  ) {}

  /** @throws a sentence that names a damaged line. */
  static async open(folder: WritableDirectory): Promise<DecisionLog> {
    const { lines, torn } = await read(folder);
    return new DecisionLog(folder, lines, torn);
  }

  get lines(): readonly DecisionLine[] {
    return this.known;
  }

  /** Lines for choices that count from an iteration on; they hold, and are not written yet. */
  decide(choices: readonly Choice[], iteration: number): DecisionLine[] {
    let id = this.known.reduce((last, line) => ('withdraws' in line ? last : Math.max(last, line.id)), 0);
    return this.take(choices.map((choice): Decision => ({ ...decided(choice), id: ++id, iteration })));
  }

  /** The same for taking decisions back. @throws where there is none of that number. */
  withdraw(ids: readonly number[], iteration: number): DecisionLine[] {
    for (const id of ids)
      if (!this.known.some((line) => !('withdraws' in line) && line.id === id))
        throw new Error(`There is no decision ${id} in this run; load the page again.`);
    return this.take(ids.length ? [{ withdraws: [...ids], iteration }] : []);
  }

  /** Writes lines that `decide` or `withdraw` gave. */
  async write(lines: readonly DecisionLine[]): Promise<void> {
    if (lines.length === 0) return;
    const { torn } = this;
    this.torn = true; // until the write is whole
    if (torn) await this.folder.write(DECISIONS_FILE, encoder.encode(textOf(this.known)));
    else await this.folder.append(DECISIONS_FILE, encoder.encode(textOf(lines)));
    this.torn = false;
  }

  private take(lines: DecisionLine[]): DecisionLine[] {
    const checked = lines.map((line) => LineSchema.parse(line));
    this.known.push(...checked);
    return checked;
  }
}

/** All that was decided in a run. @throws a sentence that names a damaged line. */
export async function readDecisions(folder: Directory): Promise<DecisionLine[]> {
  return (await read(folder)).lines;
}

/** Adds to the log of a run that rests, from the iteration where it would go on. @returns what was added */
export async function decideAtRest(
  folder: WritableDirectory,
  change: { choices: readonly Choice[] } | { withdraws: readonly number[] },
): Promise<DecisionLine[]> {
  const log = await DecisionLog.open(folder);
  const iteration = (await newestIteration(folder)) ?? 0;
  const added = 'choices' in change ? log.decide(change.choices, iteration) : log.withdraw(change.withdraws, iteration);
  await log.write(added);
  return added;
}

/** Only what a line holds, in the order in which a person reads it. */
function decided({ ruling, file, box, crop, lookedFor, from, to }: Choice): Choice {
  const { x, y, width, height } = crop;
  return { ruling, file, box, crop: { x, y, width, height }, lookedFor, from, to };
}

async function read(folder: Directory): Promise<{ lines: DecisionLine[]; torn: boolean }> {
  const file = await folder.file(DECISIONS_FILE);
  if (!file) return { lines: [], torn: false };
  const texts = new TextDecoder().decode(await file.bytes()).split('\n');
  const torn = texts.pop() !== ''; // half a line, cut off while it was written
  const lines = texts.map((text, i) => {
    try {
      return LineSchema.parse(JSON.parse(text));
    } catch {
      throw new Error(`${DECISIONS_FILE}: line ${i + 1} is damaged; delete that line and try again.`);
    }
  });
  return { lines, torn };
}
