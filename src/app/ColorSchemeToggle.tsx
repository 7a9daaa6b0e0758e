/** Light or dark; follows the system until it is pressed, and is remembered from then on. */
import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { colorSchemeToggle as words } from '../words/app';
import { MoonIcon, SunIcon } from './icons';

export function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const computed = useComputedColorScheme('light');
  const other = computed === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={words.switchTo(other)}>
      <ActionIcon variant="default" size="lg" aria-label={words.switchTo(other)} onClick={() => setColorScheme(other)}>
        {other === 'dark' ? <MoonIcon size={18} /> : <SunIcon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
