/** How a run relabels: the detector, what the reference does otherwise, and which source classes the names suggest. */
import { Accordion, SegmentedControl, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { useModels } from '../store/models';
import { useRelabeling } from '../store/relabeling';
import { SourceSuggestions } from './SourceSuggestions';

const DETECTORS = [
  { value: 'any', label: 'As the models' },
  { value: 'owlvit', label: 'OWL-ViT' },
  { value: 'owlv2', label: 'OWLv2' },
];

export function RelabelingOptions({ config }: { config: ExperimentConfig }) {
  const options = useRelabeling();
  const fromFolder = useModels((s) => s.kind === 'folder');
  const on = [
    options.detector && DETECTORS.find(({ value }) => value === options.detector)?.label,
    options.pasteChangedOnly && 'changed pixels only',
    options.masks && 'masks',
    options.detectOn === 'picture' && 'whole pictures',
  ].filter((word) => typeof word === 'string');
  return (
    <Accordion variant="contained">
      <Accordion.Item value="relabeling">
        <Accordion.Control data-testid="relabeling-options">
          <Text size="sm" fw={500}>
            Relabeling
          </Text>
          <Text size="xs" c="dimmed">
            {on.length ? on.join(', ') : 'as in the paper'}
          </Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="md">
            <div>
              <Text size="sm" fw={500} mb={4} id="detector">
                Detector
              </Text>
              <SegmentedControl
                aria-labelledby="detector"
                value={options.detector ?? 'any'}
                onChange={(value) => options.set({ detector: value === 'owlvit' || value === 'owlv2' ? value : null })}
                data={DETECTORS}
              />
            </div>
            <Text size="sm" c="dimmed">
              The paper does none of the following.
            </Text>
            <Switch
              label="Paste changed pixels only"
              description="A later patch no longer restores what an earlier one changed inside its rectangle."
              checked={options.pasteChangedOnly}
              onChange={(event) => options.set({ pasteChangedOnly: event.currentTarget.checked })}
            />
            <Switch
              label="Masks instead of boxes"
              description="A SAM outlines the object in each accepted box; only its pixels are relabeled. Slower."
              checked={options.masks}
              onChange={(event) => options.set({ masks: event.currentTarget.checked })}
            />
            {options.masks && fromFolder && (
              <Text size="sm" c="dimmed">
                The SAM lies in a sub-folder "sam" of the folder with the other models.
              </Text>
            )}
            {options.masks && !fromFolder && (
              <TextInput
                label="SAM"
                description="A model of the Hugging Face hub; it is downloaded when the run starts."
                value={options.sam}
                onChange={(event) => options.set({ sam: event.currentTarget.value.trim() })}
              />
            )}
            <Switch
              label="Look once at whole pictures"
              description="Objects are found once per picture and cut to each crop. Faster; boxes and scores differ."
              checked={options.detectOn === 'picture'}
              onChange={(event) => options.set({ detectOn: event.currentTarget.checked ? 'picture' : 'crop' })}
            />
            <SourceSuggestions config={config} />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
