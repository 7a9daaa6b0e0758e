/** How a run relabels: the detector, what the reference does otherwise, and which source classes the names suggest. */
import { Accordion, SegmentedControl, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { ExperimentConfig } from '../../workers/experiment/schema';
import { useModels } from '../store/models';
import { useRelabeling } from '../store/relabeling';
import { relabelingOptions as words } from '../words/experiment';
import { SourceSuggestions } from './SourceSuggestions';

const DETECTORS = [
  { value: 'any', label: words.detectors.any },
  { value: 'owlvit', label: words.detectors.owlvit },
  { value: 'owlv2', label: words.detectors.owlv2 },
];

export function RelabelingOptions({ config }: { config: ExperimentConfig }) {
  const options = useRelabeling();
  const fromFolder = useModels((s) => s.kind === 'folder');
  const on = [
    options.detector && DETECTORS.find(({ value }) => value === options.detector)?.label,
    options.pasteChangedOnly && words.changedOnly,
    options.masks && words.masks,
    options.detectOn === 'picture' && words.wholePictures,
  ].filter((word) => typeof word === 'string');
  return (
    <Accordion variant="contained">
      <Accordion.Item value="relabeling">
        <Accordion.Control data-testid="relabeling-options">
          <Text size="sm" fw={500}>
            {words.title}
          </Text>
          <Text size="xs" c="dimmed">
            {on.length ? on.join(', ') : words.asInPaper}
          </Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack gap="md">
            <div>
              <Text size="sm" fw={500} mb={4} id="detector">
                {words.detector}
              </Text>
              <SegmentedControl
                aria-labelledby="detector"
                value={options.detector ?? 'any'}
                onChange={(value) => options.set({ detector: value === 'owlvit' || value === 'owlv2' ? value : null })}
                data={DETECTORS}
              />
            </div>
            <Text size="sm" c="dimmed">
              {words.notInPaper}
            </Text>
            <Switch
              label={words.pasteChangedOnly}
              description={words.pasteExplanation}
              checked={options.pasteChangedOnly}
              onChange={(event) => options.set({ pasteChangedOnly: event.currentTarget.checked })}
            />
            <Switch
              label={words.masksInstead}
              description={words.masksExplanation}
              checked={options.masks}
              onChange={(event) => options.set({ masks: event.currentTarget.checked })}
            />
            {options.masks && fromFolder && (
              <Text size="sm" c="dimmed">
                {words.samInFolder}
              </Text>
            )}
            {options.masks && !fromFolder && (
              <TextInput
                label={words.sam}
                description={words.samExplanation}
                value={options.sam}
                onChange={(event) => options.set({ sam: event.currentTarget.value.trim() })}
              />
            )}
            <Switch
              label={words.lookOnce}
              description={words.lookExplanation}
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
