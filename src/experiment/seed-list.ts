/** Seeds as a person types them. */

/** "0, 1, 2" as numbers, each once and in their order; null where it is no list of whole numbers. */
export function parseSeeds(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length === 0 || parts.some((part) => !/^\d{1,9}$/.test(part))) return null;
  return [...new Set(parts.map(Number))];
}
