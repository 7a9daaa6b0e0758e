/** Undo, redo, files, and other classes to start from. */

import { Alert, Badge, Button, FileButton, Group, Menu, Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { parseTaxonomy, taxonomyText } from '../../workers/experiment/taxonomy-file';
import { download } from '../app/download';
import { SaveIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { draftNow, useDraft, useTaxonomy } from '../store/taxonomy';
import { draftProblems, firstOtherClass, thingsOf } from './draft';
import { HistoryButtons } from './HistoryButtons';
import { historyKey } from './keys';
import { NamesModal } from './NamesModal';

export function TaxonomyBar() {
  const { history, replace, undo, redo } = useTaxonomy();
  const draft = useDraft();
  const [naming, setNaming] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const wanted = historyKey(event);
    if (!wanted) return;
    event.preventDefault();
    if (wanted === 'undo') undo();
    else redo();
  });
  useEffect(() => {
    const down = (event: KeyboardEvent) => pressed(event);
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
  const take = async (file: File | null) => {
    if (!file) return;
    setRefused(null);
    try {
      replace(parseTaxonomy(await file.text(), file.name));
    } catch (error) {
      setRefused(sentenceOf(error));
    }
  };
  const save = () => download('classes.json', new Blob([taxonomyText(draftNow(useTaxonomy.getState()))]));
  const other = firstOtherClass(draft.taxonomy);
  const problems = draftProblems(draft);
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <HistoryButtons
          undo={{ words: 'Undo (Ctrl+Z)', possible: history.past.length > 0, take: undo }}
          redo={{ words: 'Redo (Ctrl+Shift+Z)', possible: history.future.length > 0, take: redo }}
        />
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button size="sm" variant="default">
              Start from…
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => replace(null)}>The classes and map of the preset</Menu.Item>
            <Menu.Item onClick={() => replace({ taxonomy: CITYSCAPES, map: [], things: thingsOf(CITYSCAPES) })}>
              Cityscapes’ 19 classes, no map
            </Menu.Item>
            <Menu.Item onClick={() => setNaming(true)}>A plain list of names…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <FileButton accept=".json" onChange={(file) => void take(file)}>
          {(props) => (
            <Button size="sm" variant="default" {...props}>
              Import JSON
            </Button>
          )}
        </FileButton>
        <Button size="sm" variant="default" leftSection={<SaveIcon size={15} />} onClick={save}>
          Export JSON
        </Button>
        <Badge variant="light" color={history.present ? 'orange' : 'teal'} data-testid="taxonomy-origin">
          {history.present ? 'Your own' : 'As the preset'}
        </Badge>
        <Text size="sm" c="dimmed">
          {draft.taxonomy.classes.length} classes, {draft.map.length} in the map
        </Text>
      </Group>
      {refused && (
        <Alert
          color="red"
          title="This file was not taken"
          withCloseButton
          onClose={() => setRefused(null)}
          data-testid="taxonomy-refused"
        >
          {refused}
        </Alert>
      )}
      {problems.length > 0 && (
        <Alert color="red" title="A run cannot start like this" data-testid="taxonomy-problems">
          {problems.join(' ')}
        </Alert>
      )}
      {other !== null && (
        <Alert color="yellow" title="Check how labels are read" data-testid="taxonomy-ids">
          Known data sets are read with Cityscapes’ ids: {other} is {CITYSCAPES.classes[other]?.name} there
          {draft.taxonomy.classes[other] ? `, and ${draft.taxonomy.classes[other].name} here` : ', and nothing here'}.
          Where that is not the same thing, say which values of your labels are which class: Set up, Look inside,
          Values.
        </Alert>
      )}
      <NamesModal opened={naming} onClose={() => setNaming(false)} />
    </Stack>
  );
}
