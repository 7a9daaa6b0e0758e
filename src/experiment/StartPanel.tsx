/** Preset, length and seed of a run on one's own data, and the button that starts it. */
import { Button, Group, NumberInput, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { withoutPretrained } from '../../workers/experiment/config';
import { PRESETS } from '../../workers/experiment/presets';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { CopyLink } from '../app/CopyLink';
import { PlayIcon } from '../app/icons';
import { trainingPictures } from '../data/training-pictures';
import { startSession } from '../run/control';
import { type PlannedRun, stampOf } from '../run/session';
import { type Dataset, idsOf, useDatasets } from '../store/datasets';
import { choosesWeights, configOf, useExperiment } from '../store/experiment';
import { obstacle, useHardware } from '../store/hardware';
import { originOf, useModels } from '../store/models';
import { samMissing, useRelabeling, withSam, withSwitches } from '../store/relabeling';
import { isBusy, useSession } from '../store/session';
import { useTaxonomy } from '../store/taxonomy';
import { acceptedWeights, useWeights } from '../store/weights';
import { draftProblems, withDraft } from '../taxonomy/draft';
import { startPanel as words } from '../words/experiment';
import { presetGroups, presetWords } from '../words/presets';
import { RUN_GOES_ON, runLabel } from '../words/run-status';
import { MemoryNeed } from './MemoryNeed';
import { OwnClasses } from './OwnClasses';
import { RelabelingOptions } from './RelabelingOptions';
import { parseSeeds } from './seed-list';
import { WeightsPicker } from './WeightsPicker';

const PRESET_GROUPS = presetGroups(PRESETS);

export function StartPanel() {
  const experiment = useExperiment();
  const source = useDatasets((s) => s.source);
  const target = useDatasets((s) => s.target);
  const validation = useDatasets((s) => s.validation);
  const models = useModels();
  const hardware = useHardware();
  const busy = useSession(isBusy);
  const relabeling = useRelabeling();
  const draft = useTaxonomy((s) => s.history.present);
  /** A preset with one's own classes and switches in it. */
  const own = (config: ExperimentConfig) => withSwitches(withDraft(config, draft), relabeling);
  const chosen = own(configOf(experiment));
  const asksForWeights = choosesWeights(chosen);
  const weights = useWeights();
  const encoder = asksForWeights ? acceptedWeights(weights, chosen) : null;
  const { data } = chosen;
  const read: ExperimentConfig = {
    ...chosen,
    data: {
      ...data,
      source: { ...data.source, ids: idsOf(source) ?? data.source.ids },
      target: { ...data.target, ids: idsOf(target) ?? data.target.ids },
      ...(validation.origin && { validation: { ids: idsOf(validation) } }),
    },
  };
  const config = encoder?.kind === 'random' ? withoutPretrained(read) : read;
  const needsSource = config.method.kind !== 'target-only';
  const seeds = parseSeeds(experiment.seeds);
  const missing = [
    obstacle(hardware),
    busy ? RUN_GOES_ON : null,
    needsSource ? notReady(source, words.source) : null,
    notReady(target, words.target),
    needsSource || target.card?.labelled !== 0 ? null : words.noTargetLabels,
    validation.status === 'empty' ? null : notReady(validation, words.validation),
    asksForWeights && !encoder ? words.noWeights : null,
    config.relabeling.relabel ? samMissing(originOf(models), relabeling) : null,
    !config.relabeling.relabel || (originOf(models) && models.status !== 'refused') ? null : words.noModels,
    draft && config.relabeling.relabel ? (draftProblems(draft)[0] ?? null) : null,
    needsSource ? strangeClass(source, config, words.source) : null,
    strangeClass(target, config, words.target),
    seeds ? null : words.noSeeds,
  ].find((reason) => reason !== null);

  const start = () => {
    const origin = withSam(originOf(models) ?? { kind: 'builtin' as const }, relabeling);
    if ((needsSource && !source.origin) || !target.origin || !seeds) return;
    const stamp = stampOf(new Date());
    const options = {
      source: needsSource ? source.origin : null,
      target: target.origin,
      validation: validation.origin,
      models: origin,
      encoder,
      resume: false,
    };
    const label = runLabel(config.relabeling.relabel !== null);
    const runs = seeds.map((seed): PlannedRun => {
      const run = `${config.name}-seed${seed}-${stamp}`;
      const single = seeds.length === 1;
      return {
        run,
        part: single ? 'single' : 'seed',
        label: single ? label : words.seed(seed),
        options: { ...options, run, config: { ...config, seed } },
      };
    });
    void startSession(needsSource ? words.session(source.name, target.name) : target.name, 'own', runs);
  };

  return (
    <Paper component="section" aria-labelledby="start" h="100%">
      <Stack gap="sm">
        <Title order={3} size="h5" id="start">
          {words.title}
        </Title>
        <Select
          label={words.preset}
          value={experiment.preset}
          onChange={(value) => value && experiment.choose(value)}
          allowDeselect={false}
          data={PRESET_GROUPS}
          maxDropdownHeight={420}
          description={presetWords(PRESETS[experiment.preset]!)}
          inputWrapperOrder={['label', 'input', 'description']}
        />
        {draft && <OwnClasses draft={draft} />}
        {asksForWeights && <WeightsPicker config={chosen} />}
        {chosen.relabeling.relabel && <RelabelingOptions config={chosen} />}
        <MemoryNeed config={config} own={own} models={originOf(models)} wanted={target.status !== 'empty'} />
        <Group gap="sm" align="flex-end">
          <NumberInput
            label={words.iterations}
            value={config.schedule.iterations}
            onChange={(value) => typeof value === 'number' && value >= 1 && experiment.set({ iterations: value })}
            min={1}
            allowDecimal={false}
            thousandSeparator=","
            w={140}
          />
          <TextInput
            label={words.seeds}
            value={experiment.seeds}
            onChange={(event) => experiment.set({ seeds: event.currentTarget.value })}
            error={seeds === null}
            inputMode="numeric"
            w={110}
          />
          <Button leftSection={<PlayIcon size={16} />} disabled={missing !== undefined} onClick={start}>
            {words.start}
          </Button>
          <CopyLink />
        </Group>
        <Text size="sm" c="dimmed" data-testid="start-hint">
          {missing ?? words.ready(needsSource ? trainingOf(source) : null, trainingOf(target), seeds?.length ?? 1)}
        </Text>
      </Stack>
    </Paper>
  );
}

function notReady({ status, name }: Dataset, role: string): string | null {
  if (status === 'ready') return null;
  if (status === 'scanning') return words.beingChecked(role, name);
  return status === 'refused' ? words.refused(role) : words.notChosen(role);
}

/** Labels of a class that the network would not have. */
function strangeClass({ card }: Dataset, { taxonomy: { classes } }: ExperimentConfig, role: string): string | null {
  const strange = card?.classes.find(({ trainId }) => trainId >= classes.length);
  if (!strange) return null;
  return words.strangeClass(role, strange.trainId, classes.length - 1);
}

const trainingOf = ({ card }: Dataset): number => (card ? trainingPictures(card) : 0);
