/** Undo, redo, files, and other classes to start from. */

import { Alert, Badge, Button, FileButton, Group, Menu, Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { CITYSCAPES } from '../../workers/experiment/taxonomy';
import { taxonomyText } from '../../workers/experiment/taxonomy-file';
import { download } from '../app/download';
import { SaveIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { draftNow, useDraft, useTaxonomy } from '../store/taxonomy';
import { taxonomyBar as words } from '../words/taxonomy';
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
      const { parseTaxonomy } = await import('../../workers/experiment/read-taxonomy');
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
          undo={{ words: words.undo, possible: history.past.length > 0, take: undo }}
          redo={{ words: words.redo, possible: history.future.length > 0, take: redo }}
        />
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button size="sm" variant="default">
              {words.startFrom}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => replace(null)}>{words.preset}</Menu.Item>
            <Menu.Item onClick={() => replace({ taxonomy: CITYSCAPES, map: [], things: thingsOf(CITYSCAPES) })}>
              {words.cityscapes}
            </Menu.Item>
            <Menu.Item onClick={() => setNaming(true)}>{words.names}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <FileButton accept=".json" onChange={(file) => void take(file)}>
          {(props) => (
            <Button size="sm" variant="default" {...props}>
              {words.importJson}
            </Button>
          )}
        </FileButton>
        <Button size="sm" variant="default" leftSection={<SaveIcon size={15} />} onClick={save}>
          {words.exportJson}
        </Button>
        <Badge variant="light" color={history.present ? 'orange' : 'teal'} data-testid="taxonomy-origin">
          {history.present ? words.own : words.asPreset}
        </Badge>
        <Text size="sm" c="dimmed">
          {words.counts(draft.taxonomy.classes.length, draft.map.length)}
        </Text>
      </Group>
      {refused && (
        <Alert
          color="red"
          title={words.refused}
          withCloseButton
          onClose={() => setRefused(null)}
          data-testid="taxonomy-refused"
        >
          {refused}
        </Alert>
      )}
      {problems.length > 0 && (
        <Alert color="red" title={words.problems} data-testid="taxonomy-problems">
          {problems.join(' ')}
        </Alert>
      )}
      {other !== null && (
        <Alert color="yellow" title={words.check} data-testid="taxonomy-ids">
          {words.otherId(other, CITYSCAPES.classes[other]?.name ?? '', draft.taxonomy.classes[other]?.name)}
        </Alert>
      )}
      <NamesModal opened={naming} onClose={() => setNaming(false)} />
    </Stack>
  );
}
