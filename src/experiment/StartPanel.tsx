/** Preset, length and seed of a run on one's own data, and the button that starts it. */
import { Button, Group, NumberInput, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { withoutPretrained } from '../../workers/experiment/config';
import { PRESETS } from '../../workers/experiment/presets';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { counted } from '../app/format';
import { PlayIcon } from '../app/icons';
import { trainingPictures } from '../data/data-words';
import { startSession } from '../run/control';
import { stampOf } from '../run/session';
import { type Dataset, idsOf, useDatasets } from '../store/datasets';
import { choosesWeights, configOf, useExperiment } from '../store/experiment';
import { obstacle, useHardware } from '../store/hardware';
import { originOf, useModels } from '../store/models';
import { samMissing, useRelabeling, withSam, withSwitches } from '../store/relabeling';
import { isBusy, useSession } from '../store/session';
import { acceptedWeights, useWeights } from '../store/weights';
import { presetName, presetWords } from './preset-words';
import { RelabelingOptions } from './RelabelingOptions';
import { WeightsPicker } from './WeightsPicker';

export function StartPanel() {
  const experiment = useExperiment();
  const source = useDatasets((s) => s.source);
  const target = useDatasets((s) => s.target);
  const validation = useDatasets((s) => s.validation);
  const models = useModels();
  const hardware = useHardware();
  const busy = useSession(isBusy);
  const relabeling = useRelabeling();
  const chosen = withSwitches(configOf(experiment), relabeling);
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
  const missing = [
    obstacle(hardware),
    busy ? 'A run is going on. Stop it before you start another.' : null,
    notReady(source, 'source'),
    notReady(target, 'target'),
    validation.status === 'empty' ? null : notReady(validation, 'validation'),
    asksForWeights && !encoder ? 'Choose the weights that the encoder starts from.' : null,
    config.relabeling.relabel ? samMissing(originOf(models), relabeling) : null,
    !config.relabeling.relabel || (originOf(models) && models.status !== 'refused') ? null : 'Choose models that work.',
  ].find((reason) => reason !== null);

  const start = () => {
    const origin = withSam(originOf(models) ?? { kind: 'builtin' as const }, relabeling);
    if (!source.origin || !target.origin) return;
    const run = `${config.name}-seed${config.seed}-${stampOf(new Date())}`;
    const options = {
      run,
      config,
      source: source.origin,
      target: target.origin,
      validation: validation.origin,
      models: origin,
      encoder,
      resume: false,
    };
    const label = config.relabeling.relabel ? 'With relabeling' : 'Without relabeling';
    void startSession(`${source.name} → ${target.name}`, 'own', [{ run, part: 'single', label, options }]);
  };

  return (
    <Paper component="section" aria-labelledby="start" h="100%">
      <Stack gap="sm">
        <Title order={3} size="h5" id="start">
          Run
        </Title>
        <Select
          label="Preset"
          value={experiment.preset}
          onChange={(value) => value && experiment.choose(value)}
          allowDeselect={false}
          data={Object.keys(PRESETS).map((id) => ({ value: id, label: presetName(id, PRESETS[id]!) }))}
          description={presetWords(PRESETS[experiment.preset]!)}
          inputWrapperOrder={['label', 'input', 'description']}
        />
        {asksForWeights && <WeightsPicker config={chosen} />}
        {chosen.relabeling.relabel && <RelabelingOptions config={chosen} />}
        <Group gap="sm" align="flex-end">
          <NumberInput
            label="Iterations"
            value={config.schedule.iterations}
            onChange={(value) => typeof value === 'number' && value >= 1 && experiment.set({ iterations: value })}
            min={1}
            allowDecimal={false}
            thousandSeparator=","
            w={140}
          />
          <NumberInput
            label="Seed"
            value={experiment.seed}
            onChange={(value) => typeof value === 'number' && experiment.set({ seed: value })}
            min={0}
            allowDecimal={false}
            w={90}
          />
          <Button leftSection={<PlayIcon size={16} />} disabled={missing !== undefined} onClick={start}>
            Start
          </Button>
        </Group>
        <Text size="sm" c="dimmed" data-testid="start-hint">
          {missing ??
            `Ready: ${counted(trainingOf(source), 'labelled picture')}, ${counted(trainingOf(target), 'target picture')} to train on.`}
        </Text>
      </Stack>
    </Paper>
  );
}

function notReady({ status, name }: Dataset, role: string): string | null {
  if (status === 'ready') return null;
  if (status === 'scanning') return `The ${role} "${name}" is still being checked.`;
  return status === 'refused' ? `Choose another ${role} folder, or remove this one.` : `Choose a ${role} folder.`;
}

const trainingOf = ({ card }: Dataset): number => (card ? trainingPictures(card) : 0);
