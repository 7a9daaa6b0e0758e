import { DEFAULT_THEME } from '@mantine/core';
import { expect, it } from 'vitest';
import { contrast } from '../evaluate/heat';
import { readable, readableInk } from './theme';

it('darkens a colour only as far as it must to be read', () => {
  expect(readableInk('#000000', ['#ffffff'])).toBe('#000000');
  expect(readableInk('#087f5b', ['#ffffff'])).toBe('#087f5b');
  const [red, green, blue] = readableInk('#e67700', ['#ffffff', '#fff3bf']).match(/\d+/g)!.map(Number);
  const reached = contrast([red!, green!, blue!], [255, 243, 191]);
  expect(reached).toBeGreaterThanOrEqual(4.5);
  expect(reached).toBeLessThan(4.8);
});

it('gives letters of their own to every colour that the page writes in, light and dark', () => {
  const { light, dark } = readable(DEFAULT_THEME);
  for (const name of ['teal', 'yellow', 'orange', 'red'])
    expect(light[`--mantine-color-${name}-light-color`], name).not.toBe(DEFAULT_THEME.colors[name]![9]);
  expect(light['--mantine-color-dimmed']).not.toBe(dark['--mantine-color-dimmed']);
});
