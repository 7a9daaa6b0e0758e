import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { ExperimentConfigSchema } from './schema';

const rows = readFileSync(new URL('../../docs/quirks.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| Q\d/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | ?\|$/g, '').trim()));

it('lists Q1 to Q48, each with what the lab does', () => {
  expect(rows.map(([id]) => id)).toEqual(Array.from({ length: 48 }, (_, i) => `Q${i + 1}`));
  for (const [id, reference, ours] of rows)
    expect(
      [reference, ours].every((cell) => cell),
      id,
    ).toBe(true);
});

/** The schema of a field behind everything that wraps it. */
function bare(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? bare(schema.unwrap() as z.ZodType)
    : schema;
}

it('names options that a configuration has', () => {
  const options = rows.flatMap(([, , , cell = '']) =>
    [...cell.matchAll(/`([a-z]\w*(?:\.\w+)+)`/g)].map(([, path]) => path!),
  );
  expect(options.length).toBeGreaterThan(20);
  for (const path of options) {
    let schema: z.ZodType = ExperimentConfigSchema;
    for (const field of path.split('.')) {
      const object = bare(schema);
      const shape: Record<string, z.ZodType> = object instanceof z.ZodObject ? object.shape : {};
      expect(Object.keys(shape), path).toContain(field);
      schema = shape[field]!;
    }
  }
});
