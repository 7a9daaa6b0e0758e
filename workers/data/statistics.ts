/**
 * Class statistics of a data set, kept between visits.
 *
 * A record belongs to the bytes of a label file (SHA-256), so that an edited file is counted again while an untouched
 * one is neither decoded again nor its picture read again.
 */
import { z } from 'zod';
import type { WritableDirectory } from '../host';
import type { ClassCounts } from './labels';
import type { Item } from './layouts/layout';

const RecordSchema = z.object({
  /** SHA-256 of the label file, together with how its ids were read; empty for a picture without a label. */
  label: z.string(),
  /** Size of the picture file, by which another picture of the same name is noticed. */
  pictureBytes: z.number(),
  width: z.number(),
  height: z.number(),
  counts: z.record(z.string(), z.number()),
});

const FileSchema = z.object({ version: z.literal(1), records: z.record(z.string(), RecordSchema) });

/** What is known of one checked item. */
export type ItemRecord = z.infer<typeof RecordSchema>;

/** Class counts of a labelled item, at the label's own size. */
export interface ItemStatistics {
  item: Item;
  counts: ClassCounts;
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The records of one data set, by picture path. */
export class StatisticsStore {
  private constructor(
    private readonly storage: WritableDirectory,
    private readonly file: string,
    private readonly records: Record<string, ItemRecord>,
  ) {}

  /** Loads what an earlier visit has kept; a missing or unreadable file gives an empty store. */
  static async open(storage: WritableDirectory, items: Item[]): Promise<StatisticsStore> {
    const names = items.map(({ picture, label }) => `${picture.path}\t${label?.path ?? ''}`).join('\n');
    const file = `statistics/${await sha256(new TextEncoder().encode(names))}.json`;
    const kept = await storage.file(file);
    const text = kept ? new TextDecoder().decode(await kept.bytes()) : '';
    return new StatisticsStore(storage, file, parseRecords(text));
  }

  get(item: Item): ItemRecord | undefined {
    return this.records[item.picture.path];
  }

  set(item: Item, record: ItemRecord): void {
    this.records[item.picture.path] = record;
  }

  async save(): Promise<void> {
    const text = JSON.stringify({ version: 1, records: this.records });
    await this.storage.write(this.file, new TextEncoder().encode(text));
  }
}

/** Statistics can always be computed again, so a file that cannot be used is treated like none. */
function parseRecords(text: string): Record<string, ItemRecord> {
  try {
    return FileSchema.parse(JSON.parse(text)).records;
  } catch {
    return {};
  }
}
