/**
 * The rows of a data set that are on the screen, asked for by page.
 *
 * One page is asked for at a time, and always one that is on the screen now: what was scrolled past is never asked for.
 * While files are still being counted, rows are asked for again and the older ones shown until the newer ones are here.
 */
import type { SampleRow } from '../../workers/protocol';
import { sentenceOf } from '../app/sentence';

const PAGE_ROWS = 60;
/** Pages that are kept: some thousand rows, however long the list is. */
const KEPT_PAGES = 40;

interface Page {
  edition: number;
  rows: SampleRow[];
}

type Ask = (from: number, count: number) => Promise<{ total: number; rows: SampleRow[] }>;

export class SamplePages {
  /** How many rows there are; null until the first answer. */
  total: number | null = null;
  /** Why rows cannot be had. */
  failure: string | null = null;
  private readonly pages = new Map<number, Page>();
  private edition = 0;
  private wanted: number[] = [0];
  private asking = false;

  constructor(
    private readonly ask: Ask,
    private readonly onChange: () => void,
  ) {}

  row(i: number): SampleRow | undefined {
    return this.pages.get(Math.floor(i / PAGE_ROWS))?.rows[i % PAGE_ROWS];
  }

  /** Rows [from, end) are on the screen, and no others. */
  want(from: number, end: number): void {
    const first = Math.floor(from / PAGE_ROWS);
    const last = Math.floor(Math.max(from, end - 1) / PAGE_ROWS);
    this.wanted = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    void this.pump();
  }

  /** The rows may have changed. */
  renew(): void {
    this.edition++;
    void this.pump();
  }

  private async pump(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      for (let page = this.next(); page !== undefined; page = this.next()) {
        const { edition } = this;
        const { total, rows } = await this.ask(page * PAGE_ROWS, PAGE_ROWS);
        this.pages.delete(page);
        this.pages.set(page, { edition, rows });
        this.forgetOld();
        this.total = total;
        this.failure = null;
        this.onChange();
      }
    } catch (error) {
      this.failure = sentenceOf(error);
      this.onChange();
    } finally {
      this.asking = false;
    }
  }

  private next(): number | undefined {
    return this.wanted.find((page) => this.pages.get(page)?.edition !== this.edition);
  }

  private forgetOld(): void {
    for (const page of this.pages.keys()) {
      if (this.pages.size <= KEPT_PAGES) return;
      if (!this.wanted.includes(page)) this.pages.delete(page);
    }
  }
}
