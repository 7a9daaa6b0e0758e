/** Name, category and colour of a class, to be edited; each is taken in one step, so that undo takes it back in one. */
import { Autocomplete, TextInput } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ClassInfo } from '../../workers/experiment/taxonomy';
import { classTable as words } from '../words/taxonomy';
import styles from './ClassTable.module.css';
import { fromHex, hexOf } from './colors';

interface NameProps {
  id: number;
  classes: readonly Pick<ClassInfo, 'name'>[];
  disabled?: boolean;
  onTake(name: string): void;
}

/** Taken when the field is left or Enter is pressed. */
export function NameField({ id, classes, disabled, onTake }: NameProps) {
  const { name } = classes[id]!;
  const [typed, setTyped] = useState<string | null>(null);
  const value = (typed ?? name).trim();
  const taken = classes.some((info, k) => k !== id && info.name === value);
  const error = value === '' ? words.nameless : taken ? words.nameTaken : null;
  const finish = () => {
    if (!error && value !== name) onTake(value);
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      aria-label={words.nameOf(id)}
      disabled={disabled}
      value={typed ?? name}
      error={error}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}

interface CategoryProps {
  id: number;
  category: string;
  /** Those that are offered; another may be typed. */
  categories: string[];
  disabled?: boolean;
  onTake(category: string): void;
}

/** Taken when one is chosen, or the field is left. */
export function CategoryField({ id, category, categories, disabled, onTake }: CategoryProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (value: string) => {
    if (value.trim() !== '' && value.trim() !== category) onTake(value.trim());
    setTyped(null);
  };
  return (
    <Autocomplete
      size="xs"
      aria-label={words.categoryOf(id)}
      disabled={disabled}
      value={typed ?? category}
      data={categories}
      filter={({ options }) => options}
      onChange={setTyped}
      onOptionSubmit={take}
      onBlur={() => typed !== null && take(typed)}
    />
  );
}

type Color = ClassInfo['color'];

interface ColorProps {
  name: string;
  color: Color;
  disabled?: boolean;
  onTake(color: Color): void;
}

/** Taken when the choice is made; while it is being made nothing is changed. */
export function ColorField({ name, color, disabled, onTake }: ColorProps) {
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const finish = useEffectEvent((value: string) => {
    const next = fromHex(value);
    if (next && value !== hexOf(color)) onTake(next);
    setChosen(null);
  });
  useEffect(() => {
    const field = input.current;
    if (!field) return;
    // What React calls a change is every move inside the dialog; the browser's own is the end of it.
    const changed = () => finish(field.value);
    field.addEventListener('change', changed);
    return () => field.removeEventListener('change', changed);
  }, []);
  return (
    <input
      ref={input}
      type="color"
      className={styles.color}
      aria-label={words.colorOf(name)}
      disabled={disabled}
      value={chosen ?? hexOf(color)}
      onChange={(event) => setChosen(event.currentTarget.value)}
    />
  );
}
