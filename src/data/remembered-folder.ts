/** Checks what the database holds of a folder: it may be of another version of the page. */
import { z } from 'zod';
import { IdMapSchema } from '../../workers/experiment/id-map';

const KeptSchema = z.object({
  handle: z.custom<FileSystemDirectoryHandle>((value) => value instanceof FileSystemDirectoryHandle),
  reading: z.object({ as: z.literal('gta16').nullable(), map: IdMapSchema.nullable() }),
});

/** Null where it is no remembered folder. */
export const keptFolder = (value: unknown): z.infer<typeof KeptSchema> | null =>
  KeptSchema.safeParse(value).data ?? null;
