/** What the page's address asks for: `?demo=1&iterations=200&seed=3` runs the demo at once, without a click. */
import { address as words } from '../words/app';

export interface AddressRequest {
  demo: { iterations: number | null; seed: number } | null;
}

/** @throws a sentence that names the parameter that is not a whole number in range. */
export function readAddress(search: string): AddressRequest {
  const query = new URLSearchParams(search);
  if (query.get('demo') !== '1') return { demo: null };
  return {
    demo: {
      iterations: query.has('iterations') ? whole(query, 'iterations', 1) : null,
      seed: query.has('seed') ? whole(query, 'seed', 0) : 0,
    },
  };
}

function whole(query: URLSearchParams, name: string, least: number): number {
  const text = query.get(name) ?? '';
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < least) throw new Error(words.notWhole(name, text, least));
  return value;
}
