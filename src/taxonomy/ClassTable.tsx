/** The classes, one a row: name, category, colour, prompts, whether it is a thing. */
import { ActionIcon, Autocomplete, Button, Checkbox, Group, Table, TagsInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { freshColor, OTHER_CATEGORY } from '../../workers/experiment/taxonomy-file';
import { BinIcon } from '../app/icons';
import { useDraft, useTaxonomy } from '../store/taxonomy';
import { classTable as words } from '../words/taxonomy';
import styles from './ClassTable.module.css';
import { fromHex, hexOf } from './colors';
import { addClass, changeClass, type Draft, removeClass, setThing } from './draft';

const LEAST_CLASSES = 2;
const MOST_CLASSES = 254;

export function ClassTable() {
  const draft = useDraft();
  const { edit } = useTaxonomy();
  const { classes } = draft.taxonomy;
  const categories = [...new Set(classes.map(({ category }) => category))];
  const add = () => {
    const name = freeName(draft);
    edit(addClass({ name, category: OTHER_CATEGORY, color: freshColor(classes.length), prompts: [name] }));
  };
  return (
    <>
      <div className={styles.scroll}>
        <Table verticalSpacing={4} miw={820} data-testid="class-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={44}>{words.id}</Table.Th>
              <Table.Th w={52}>{words.color}</Table.Th>
              <Table.Th w={170}>{words.name}</Table.Th>
              <Table.Th w={160}>{words.category}</Table.Th>
              <Table.Th>{words.prompts}</Table.Th>
              <Table.Th w={64}>{words.thing}</Table.Th>
              <Table.Th w={44}>
                <span className={styles.hidden}>{words.remove}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {classes.map((info, id) => (
              // The name is the class: where rows move up, their fields follow them.
              <Table.Tr key={info.name} data-testid={`class-${info.name}`}>
                <Table.Td c="dimmed">{id}</Table.Td>
                <Table.Td>
                  <ColorField draft={draft} id={id} />
                </Table.Td>
                <Table.Td>
                  <NameField draft={draft} id={id} />
                </Table.Td>
                <Table.Td>
                  <CategoryField id={id} category={info.category} categories={categories} />
                </Table.Td>
                <Table.Td>
                  <TagsInput
                    size="xs"
                    aria-label={words.promptsOf(info.name)}
                    placeholder={info.prompts.length ? undefined : words.noPrompts}
                    value={info.prompts}
                    onChange={(value) => edit(changeClass(id, { prompts: trimmed(value) }))}
                    splitChars={[',']}
                    acceptValueOnBlur
                  />
                </Table.Td>
                <Table.Td>
                  <Checkbox
                    aria-label={words.isThing(info.name)}
                    checked={draft.things.includes(id)}
                    onChange={(event) => edit(setThing(id, event.currentTarget.checked))}
                  />
                </Table.Td>
                <Table.Td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={words.removeClass(info.name)}
                    disabled={classes.length <= LEAST_CLASSES}
                    onClick={() => edit(removeClass(id))}
                  >
                    <BinIcon size={16} />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Group gap="sm" mt="sm">
        <Button variant="default" size="sm" disabled={classes.length >= MOST_CLASSES} onClick={add}>
          {words.add}
        </Button>
        <Text size="xs" c="dimmed" maw={760}>
          {words.explanation}
        </Text>
      </Group>
    </>
  );
}

const trimmed = (values: string[]): string[] => [...new Set(values.map((v) => v.trim()).filter((v) => v !== ''))];

function freeName({ taxonomy }: Draft): string {
  let n = taxonomy.classes.length;
  while (taxonomy.classes.some(({ name }) => name === words.newName(n))) n++;
  return words.newName(n);
}

/** A name is taken when the field is left or Enter is pressed, so that undo takes it back in one step. */
function NameField({ draft, id }: { draft: Draft; id: number }) {
  const { edit } = useTaxonomy();
  const { classes } = draft.taxonomy;
  const { name } = classes[id]!;
  const [typed, setTyped] = useState<string | null>(null);
  const value = (typed ?? name).trim();
  const taken = classes.some((info, k) => k !== id && info.name === value);
  const error = value === '' ? words.nameless : taken ? words.nameTaken : null;
  const finish = () => {
    if (!error && value !== name) edit(changeClass(id, { name: value }));
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      aria-label={words.nameOf(id)}
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

function CategoryField({ id, category, categories }: { id: number; category: string; categories: string[] }) {
  const { edit } = useTaxonomy();
  const [typed, setTyped] = useState<string | null>(null);
  const take = (value: string) => {
    if (value.trim() !== '' && value.trim() !== category) edit(changeClass(id, { category: value.trim() }));
    setTyped(null);
  };
  return (
    <Autocomplete
      size="xs"
      aria-label={words.categoryOf(id)}
      value={typed ?? category}
      data={categories}
      filter={({ options }) => options}
      onChange={setTyped}
      onOptionSubmit={take}
      onBlur={() => typed !== null && take(typed)}
    />
  );
}

/** While the colour is being chosen nothing is changed, so that undo takes it back in one step. */
function ColorField({ draft, id }: { draft: Draft; id: number }) {
  const { edit } = useTaxonomy();
  const { name, color } = draft.taxonomy.classes[id]!;
  const [chosen, setChosen] = useState<string | null>(null);
  const finish = () => {
    const next = chosen && fromHex(chosen);
    if (next && chosen !== hexOf(color)) edit(changeClass(id, { color: next }));
    setChosen(null);
  };
  return (
    <input
      type="color"
      className={styles.color}
      aria-label={words.colorOf(name)}
      value={chosen ?? hexOf(color)}
      onChange={(event) => setChosen(event.currentTarget.value)}
      onBlur={finish}
    />
  );
}
