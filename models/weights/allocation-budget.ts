/**
 * What reading one file may allocate beyond the file itself. A small file can promise gigabytes (a tensor of stride 0, a
 * deflated block of zeros); whoever allocates for a file asks here first.
 */
import { WeightsFileError } from './weights-file-error';

/** Honest files stay far below: half precision becomes twice as large, zeros of optimizers deflate well. */
const TIMES_FILE = 8;
const BASE_BYTES = 64 * 2 ** 20;

export class AllocationBudget {
  readonly limit: number;
  private taken = 0;

  constructor(
    fileBytes: number,
    private readonly file: string,
  ) {
    this.limit = BASE_BYTES + TIMES_FILE * fileBytes;
  }

  /** Call before allocating. @throws WeightsFileError where the file has had its share. */
  take(bytes: number, what: string): void {
    this.taken += bytes;
    if (!(this.taken <= this.limit))
      throw new WeightsFileError(
        `${this.file}: ${what} needs ${bytes} bytes, more than a file of this size may unpack to; it is damaged or made to exhaust memory.`,
      );
  }
}
