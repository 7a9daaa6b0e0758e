/**
 * What is known of a data set's files, kept between visits: sizes, and the values of the label files with their pixels.
 *
 * A record is used at once while size and time of both files are those of the last visit. Where only the time changed,
 * as after copying, the label's SHA-256 decides, so that an edited file is counted again and an untouched one is not
 * decoded again. Values are kept as they are in the file: another label map needs no file to be read.
 */
import { z } from 'zod';
import type { WritableDirectory } from '../host';
import type { ClassCounts, ValueCounts } from './labels';
import { parseValue, valueText } from './layouts/label-ids';
import type { DatasetIndex, Item } from './layouts/layout';

const RecordSchema = z.object({
  picture: z.string(),
  /** Stamp and SHA-256 of the label file, and how its values were read; null for a picture without a label. */
  label: z.object({ stamp: z.string(), sha256: z.string(), reading: z.string() }).nullable(),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
  /** Pixels by the text of a value. */
  values: z.record(z.string(), z.number()),
});

const FileSchema = z.object({ version: z.literal(2), records: z.record(z.string(), RecordSchema) });

type StoredRecord = z.infer<typeof RecordSchema>;

/** What is known of one checked item. */
export interface ItemRecord extends Omit<StoredRecord, 'values'> {
  values: ValueCounts;
}

/** Class counts of a labelled item, at the label's own size. */
export interface ItemStatistics {
  item: Item;
  counts: ClassCounts;
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The records of one data set, by split and stem: they are found again when its folder was moved or renamed. */
export class StatisticsStore {
  private changed = false;

  private constructor(
    private readonly storage: WritableDirectory,
    private readonly file: string,
    private readonly records: Record<string, StoredRecord>,
  ) {}

  /** Loads what an earlier visit has kept; a missing or unreadable file gives an empty store. */
  static async open(storage: WritableDirectory, { layout, splits }: DatasetIndex): Promise<StatisticsStore> {
    const names = Object.entries(splits).flatMap(([split, items]) =>
      items.map(({ stem, label }) => `${split}\t${stem}\t${label?.name ?? ''}`),
    );
    const key = await sha256(new TextEncoder().encode([layout, ...names].join('\n')));
    const file = `statistics/${key}.json`;
    const kept = await storage.file(file);
    const text = kept ? new TextDecoder().decode(await kept.bytes()) : '';
    return new StatisticsStore(storage, file, parseRecords(text));
  }

  get(split: string, { stem }: Item): ItemRecord | undefined {
    const stored = this.records[`${split}/${stem}`];
    if (!stored) return undefined;
    const values: ValueCounts = new Map();
    for (const [text, pixels] of Object.entries(stored.values)) {
      const value = parseValue(text);
      if (value !== null) values.set(value, pixels);
    }
    return { ...stored, values };
  }

  set(split: string, { stem }: Item, record: ItemRecord): void {
    const values = Object.fromEntries([...record.values].map(([value, pixels]) => [valueText(value), pixels]));
    this.records[`${split}/${stem}`] = { ...record, values };
    this.changed = true;
  }

  /** Writes what is new since the last time; nothing where there is none. */
  async save(): Promise<void> {
    if (!this.changed) return;
    const text = JSON.stringify({ version: 2, records: this.records });
    await this.storage.write(this.file, new TextEncoder().encode(text));
    this.changed = false;
  }
}

/** Statistics can always be computed again, so a file that cannot be used is treated like none. */
function parseRecords(text: string): Record<string, StoredRecord> {
  try {
    return FileSchema.parse(JSON.parse(text)).records;
  } catch {
    return {};
  }
}
