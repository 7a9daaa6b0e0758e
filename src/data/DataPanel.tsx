/** A look into one data set: its pictures, the values of its labels, and what is left out. */
import { Button, Group, Paper, Tabs, Text, Title } from '@mantine/core';
import { CrossIcon, SaveIcon } from '../app/icons';
import { sentenceOf } from '../app/sentence';
import { type DataTab, useDataPanel } from '../store/data-panel';
import { type DatasetRole, useDatasets } from '../store/datasets';
import { ROLE_NAMES, dataPanel as words } from '../words/data';
import { IdMapEditor } from './IdMapEditor';
import { LeftOut } from './LeftOut';
import { PictureBrowser } from './PictureBrowser';
import { saveStatistics } from './save-statistics';

const TABS: readonly DataTab[] = ['pictures', 'values', 'problems'];

export function DataPanel({ role }: { role: DatasetRole }) {
  const { card, name, revision } = useDatasets((s) => s[role]);
  const { tab, setTab, close } = useDataPanel();
  const { note } = useDatasets.getState();
  if (!card?.layout) return null;
  const save = () => {
    saveStatistics(card.id).then(
      (said) => said && note(role, said),
      (error: unknown) => note(role, sentenceOf(error)),
    );
  };
  return (
    <Paper component="section" aria-labelledby="data-panel" data-testid="data-panel">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="data-panel">
          {name}{' '}
          <Text span c="dimmed" size="sm" fw={400}>
            {ROLE_NAMES[role]}
          </Text>
        </Title>
        <Group gap="xs">
          {card.labelled > 0 && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<SaveIcon size={14} />}
              disabled={card.state !== 'complete'}
              onClick={save}
            >
              {words.save}
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" color="gray" leftSection={<CrossIcon size={14} />} onClick={close}>
            {words.close}
          </Button>
        </Group>
      </Group>
      <Tabs value={tab} onChange={(value) => setTab(TABS.find((t) => t === value) ?? 'pictures')} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="pictures">{words.pictures}</Tabs.Tab>
          <Tabs.Tab value="values">{words.values}</Tabs.Tab>
          <Tabs.Tab value="problems">{words.leftOut(card.problemCount)}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="pictures">
          <PictureBrowser card={card} revision={revision} />
        </Tabs.Panel>
        <Tabs.Panel value="values">
          <IdMapEditor role={role} card={card} />
        </Tabs.Panel>
        <Tabs.Panel value="problems">
          <LeftOut key={card.id} role={role} card={card} revision={revision} />
        </Tabs.Panel>
      </Tabs>
    </Paper>
  );
}
