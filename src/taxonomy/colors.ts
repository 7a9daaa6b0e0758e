/** Colours as a colour field writes them. */

/** `#rrggbb` */
export const hexOf = (color: readonly number[]): string =>
  `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

/** Channels 0..255; null where the text is no colour. */
export function fromHex(text: string): [number, number, number] | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (!match) return null;
  return [1, 2, 3].map((i) => Number.parseInt(match[i]!, 16)) as [number, number, number];
}
