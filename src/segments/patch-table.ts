/**
 * All considered patches of a run in growing columns, about a hundred bytes each; nothing else of them is kept in memory.
 *
 * A patch is named by its serial number, which stays when older ones are let go.
 */
import { NO_CLASS, type PatchColumns, RULINGS, VERDICTS } from '../../workers/patch-columns';
import type { ConsideredPatch } from '../../workers/protocol';

/** Patches that are kept; beyond it the oldest are let go, which the run's folder still has. */
const MOST = 250_000;
const FIRST_CAPACITY = 1024;

/** Numbers per patch. */
const WIDTHS = {
  iteration: 1,
  sample: 1,
  file: 1,
  crop: 4,
  flipped: 1,
  box: 4,
  from: 1,
  to: 1,
  verdict: 1,
  ruling: 1,
  lookedFor: 1,
  detectionScore: 1,
  classScore: 1,
  predicted: 1,
  duplicates: 1,
  relabeledPixels: 1,
  probabilityEnd: 1,
} as const;

type Name = keyof typeof WIDTHS;
const NAMES = Object.keys(WIDTHS) as Name[];
type Column = PatchColumns[Name] | PatchColumns['probabilities'];

/** A patch, and the number that it goes by. */
export interface SerialPatch extends ConsideredPatch {
  serial: number;
}

export class PatchTable {
  /** As `PatchColumns`, with room behind the last patch. */
  columns: PatchColumns;
  /** Serial number of the first patch: how many were let go. */
  dropped = 0;
  private readonly places = new Map<string, number>();

  constructor(private readonly most = MOST) {
    this.columns = empty(FIRST_CAPACITY);
  }

  get count(): number {
    return this.columns.count;
  }

  /** Bytes of the columns. */
  get bytes(): number {
    return [...NAMES.map((name) => this.columns[name]), this.columns.probabilities].reduce(
      (sum, column) => sum + column.byteLength,
      0,
    );
  }

  /** Adds what came after; what a resumed run repeats takes the place of what it repeats. */
  append(added: PatchColumns): void {
    if (added.count === 0) return;
    this.cutFrom(added.iteration[0]!);
    const { columns } = this;
    const [before, count] = [columns.count, columns.count + added.count];
    const filled = this.probabilitiesBefore(before);
    for (const name of NAMES) {
      const column: Column = roomFor(columns[name], count * WIDTHS[name]);
      column.set(added[name], before * WIDTHS[name]);
      Object.assign(columns, { [name]: column });
    }
    columns.probabilities = roomFor(columns.probabilities, filled + added.probabilities.length);
    columns.probabilities.set(added.probabilities, filled);
    const places = added.files.map((file) => this.placeOf(file));
    for (let i = before; i < count; i++) {
      columns.file[i] = places[columns.file[i]!]!;
      columns.probabilityEnd[i]! += filled;
    }
    columns.count = count;
    if (count > this.most) this.drop(count - Math.floor(0.9 * this.most));
  }

  /** The patch of a serial number; null where it was let go, or never was. */
  at(serial: number): SerialPatch | null {
    const i = serial - this.dropped;
    const { columns } = this;
    if (i < 0 || i >= columns.count) return null;
    const [x, y, width, height] = columns.crop.subarray(4 * i, 4 * i + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const [x0, y0, x1, y1] = columns.box.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    const verdict = VERDICTS[columns.verdict[i]!]!;
    const classScore = columns.classScore[i]!;
    const byHand = RULINGS[columns.ruling[i]!];
    return {
      serial,
      iteration: columns.iteration[i]!,
      sample: columns.sample[i]!,
      file: columns.files[columns.file[i]!]!,
      crop: { x, y, width, height, flipped: columns.flipped[i] === 1 },
      box: { x0, y0, x1, y1 },
      from: columns.from[i] === NO_CLASS ? null : columns.from[i]!,
      to: columns.to[i]!,
      accepted: verdict === 'accepted',
      reason: verdict === 'accepted' ? null : verdict,
      ...(byHand && { byHand, lookedFor: columns.lookedFor[i]! }),
      detectionScore: columns.detectionScore[i]!,
      classScore: Number.isNaN(classScore) ? null : classScore,
      predicted: columns.predicted[i] === NO_CLASS ? null : columns.predicted[i]!,
      probabilities: [...columns.probabilities.subarray(this.probabilitiesBefore(i), columns.probabilityEnd[i])],
      duplicates: columns.duplicates[i]!,
      relabeledPixels: columns.relabeledPixels[i]!,
    };
  }

  /** Serial number of the nearest patch of the same picture in another iteration, before (-1) or after (1); null: none. */
  neighbour(serial: number, direction: -1 | 1): number | null {
    const { columns, dropped } = this;
    const here = serial - dropped;
    for (let i = here + direction; i >= 0 && i < columns.count; i += direction)
      if (columns.file[i] === columns.file[here] && columns.iteration[i] !== columns.iteration[here])
        return i + dropped;
    return null;
  }

  private placeOf(file: string): number {
    const known = this.places.get(file);
    if (known !== undefined) return known;
    const place = this.columns.files.push(file) - 1;
    this.places.set(file, place);
    return place;
  }

  private probabilitiesBefore(i: number): number {
    return i === 0 ? 0 : this.columns.probabilityEnd[i - 1]!;
  }

  private cutFrom(iteration: number): void {
    const { columns } = this;
    while (columns.count > 0 && columns.iteration[columns.count - 1]! >= iteration) columns.count--;
  }

  private drop(many: number): void {
    const { columns } = this;
    const gone = this.probabilitiesBefore(many);
    for (const name of NAMES) columns[name].copyWithin(0, many * WIDTHS[name], columns.count * WIDTHS[name]);
    columns.probabilities.copyWithin(0, gone);
    columns.count -= many;
    for (let i = 0; i < columns.count; i++) columns.probabilityEnd[i]! -= gone;
    this.dropped += many;
  }
}

function empty(capacity: number): PatchColumns {
  return {
    count: 0,
    files: [],
    iteration: new Uint32Array(capacity),
    sample: new Uint16Array(capacity),
    file: new Uint32Array(capacity),
    crop: new Uint32Array(4 * capacity),
    flipped: new Uint8Array(capacity),
    box: new Uint16Array(4 * capacity),
    from: new Uint8Array(capacity),
    to: new Uint8Array(capacity),
    verdict: new Uint8Array(capacity),
    ruling: new Uint8Array(capacity),
    lookedFor: new Uint8Array(capacity),
    detectionScore: new Float32Array(capacity),
    classScore: new Float32Array(capacity),
    predicted: new Uint8Array(capacity),
    duplicates: new Uint32Array(capacity),
    relabeledPixels: new Uint32Array(capacity),
    probabilityEnd: new Uint32Array(capacity),
    probabilities: new Float32Array(capacity),
  };
}

/** The same column where it has room, otherwise one of twice the size. */
function roomFor<T extends Column>(column: T, length: number): T {
  if (column.length >= length) return column;
  const larger = new (column.constructor as new (length: number) => T)(Math.max(length, 2 * column.length));
  larger.set(column);
  return larger;
}
