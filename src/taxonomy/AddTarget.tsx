/** Adds a class to the relabeling map. */
import { Select } from '@mantine/core';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { addTarget as words } from '../words/taxonomy';

interface Props {
  taxonomy: Taxonomy;
  /** Classes that are in the map. */
  taken: readonly number[];
  onAdd(target: number): void;
}

export function AddTarget({ taxonomy, taken, onAdd }: Props) {
  return (
    <Select
      aria-label={words.label}
      placeholder={words.placeholder}
      searchable
      w={240}
      value={null}
      data={taxonomy.classes.flatMap(({ name }, id) =>
        taken.includes(id) ? [] : [{ value: String(id), label: name }],
      )}
      onChange={(value) => value !== null && onAdd(Number(value))}
    />
  );
}
