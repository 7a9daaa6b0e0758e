/** Which class a target class hides in, or that votes shall tell. */
import { Select } from '@mantine/core';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { sourceSelect as words } from '../words/taxonomy';

const FIND_OUT = 'find out';

interface Props {
  taxonomy: Taxonomy;
  target: number;
  source: number | null;
  onChange(source: number | null): void;
}

export function SourceSelect({ taxonomy: { classes }, target, source, onChange }: Props) {
  return (
    <Select
      size="xs"
      aria-label={words.label(classes[target]?.name ?? '')}
      searchable
      allowDeselect={false}
      value={source === null ? FIND_OUT : String(source)}
      data={[
        { value: FIND_OUT, label: words.findOut },
        ...classes.flatMap((info, id) => (id === target ? [] : [{ value: String(id), label: info.name }])),
      ]}
      onChange={(value) => value !== null && onChange(value === FIND_OUT ? null : Number(value))}
    />
  );
}
