/** The classes, one a row: name, category, colour, prompts, whether it is a thing. */
import { ActionIcon, Button, Checkbox, Group, Table, TagsInput, Text } from '@mantine/core';
import { freshColor, OTHER_CATEGORY } from '../../workers/experiment/class-list';
import { BinIcon } from '../app/icons';
import { useDraft, useTaxonomy } from '../store/taxonomy';
import { classTable as words } from '../words/taxonomy';
import { CategoryField, ColorField, NameField } from './ClassFields';
import styles from './ClassTable.module.css';
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
                  <ColorField
                    name={info.name}
                    color={info.color}
                    onTake={(color) => edit(changeClass(id, { color }))}
                  />
                </Table.Td>
                <Table.Td>
                  <NameField id={id} classes={classes} onTake={(name) => edit(changeClass(id, { name }))} />
                </Table.Td>
                <Table.Td>
                  <CategoryField
                    id={id}
                    category={info.category}
                    categories={categories}
                    onTake={(category) => edit(changeClass(id, { category }))}
                  />
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
