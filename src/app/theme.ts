/** The page's look: calm, so that the pictures and the class colours stand out. */
import { type CSSVariablesResolver, createTheme, darken } from '@mantine/core';
import { contrast } from '../evaluate/heat';
import { theme as words } from '../words/app';

export const theme = createTheme({
  primaryColor: 'teal',
  // The one shade on which white letters have the contrast of WCAG AA.
  primaryShade: { light: 9, dark: 9 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  components: {
    Alert: { defaultProps: { closeButtonLabel: words.close } },
    Badge: { defaultProps: { tt: 'none', radius: 'sm' } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': words.close } } },
    Paper: { defaultProps: { withBorder: true, p: 'md' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, maw: 320, multiline: true } },
  },
});

/** Ratio that WCAG AA asks of letters of normal size. */
export const READABLE = 4.5;
const STEP = 0.02;
/** Colours in which the page writes, on white and on their own light shades. */
const INKS = ['teal', 'blue', 'gray', 'green', 'yellow', 'orange', 'red'] as const;

/** The darkest shade of a colour, darkened until it reads on all of the grounds. */
export function readableInk(shade: string, grounds: readonly string[]): string {
  for (let share = 0; share < 1; share += STEP) {
    const ink = share > 0 ? darken(shade, share) : shade;
    if (grounds.every((ground) => contrast(rgbOf(ink), rgbOf(ground)) >= READABLE)) return ink;
  }
  return '#000';
}

/** Red, green and blue of `#rrggbb` or `rgba(r, g, b, a)`, 0..255. */
function rgbOf(color: string): [number, number, number] {
  const numbers = color.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
    : color.match(/[\d.]+/g)!.map(Number);
  return [numbers[0]!, numbers[1]!, numbers[2]!];
}

/** Where Mantine's own choice of letters falls short of the contrast of WCAG AA. */
export const readable: CSSVariablesResolver = ({ colors }) => {
  const light: Record<string, string> = { '--mantine-color-dimmed': '#5a626a' };
  const dark: Record<string, string> = { '--mantine-color-dimmed': '#a3a6ab' };
  for (const name of INKS) {
    const shades = colors[name]!;
    const ink = readableInk(shades[9], [shades[1], shades[2]]);
    light[`--mantine-color-${name}-light-color`] = ink;
    light[`--mantine-color-${name}-text`] = ink;
    for (const scheme of [light, dark])
      scheme[`--mantine-color-${name}-filled-hover`] = darken(readableInk(shades[9], ['#fff']), 0.1);
  }
  return { variables: {}, light, dark };
};
