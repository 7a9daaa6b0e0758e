/** Pictures of reproducible noise for tests, easy to make in any language: one byte per step of an LCG. */
import type { Pixels } from '../pillow';

export function noisePicture(width: number, height: number, seed: number): Pixels {
  let state = seed >>> 0;
  const rgb = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return { width, height, rgb };
}

/** 32-bit FNV-1a. */
export function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
