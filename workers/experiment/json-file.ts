/** A file of JSON that a person chose, checked against a schema. */
import type { z } from 'zod';

/**
 * @param from Names the file in messages.
 * @param refusal One sentence about a file that does not fit: the path of the field, and what is wrong with it.
 * @throws that sentence, or one that says why the text is not JSON.
 */
export function readJsonFile<T>(
  text: string,
  from: string,
  schema: z.ZodType<T>,
  refusal: (place: string, message: string) => string,
): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`${from} is not JSON: ${(error as Error).message}.`);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw new Error(refusal(path.join('.'), message));
}
