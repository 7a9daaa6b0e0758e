/** The big button. */
import { Button, Group, List, NumberInput, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { DEMO_CSI } from '../../workers/experiment/demo';
import { obstacle, useHardware } from '../store/hardware';
import { isBusy, useSession } from '../store/session';
import { demoCard as words } from '../words/app';
import { RUN_GOES_ON } from '../words/run-status';
import { PlayIcon } from './icons';
import { startDemo } from './unattended';

export function DemoCard() {
  const hardware = useHardware();
  const busy = useSession(isBusy);
  const [iterations, setIterations] = useState<number | string>(DEMO_CSI.schedule.iterations);
  const [seed, setSeed] = useState<number | string>(0);
  const problem = obstacle(hardware);
  const valid = typeof iterations === 'number' && iterations >= 1 && typeof seed === 'number';
  return (
    <Paper component="section" aria-labelledby="demo" h="100%">
      <Stack h="100%" justify="space-between" gap="md">
        <div>
          <Title order={2} size="h4" id="demo" mb="sm">
            {words.title}
          </Title>
          <List type="ordered" size="sm" spacing={6} pr="md">
            <List.Item>{words.source}</List.Item>
            <List.Item>{words.target}</List.Item>
            <List.Item>{words.relabeling}</List.Item>
            <List.Item>{words.scores}</List.Item>
          </List>
          <Text size="sm" c="dimmed" mt="sm">
            {words.shipped}
          </Text>
        </div>
        <Group align="flex-end" gap="sm">
          <Button
            size="xl"
            leftSection={<PlayIcon size={20} />}
            disabled={!hardware.facts || problem !== null || busy || !valid}
            onClick={() => {
              if (typeof iterations === 'number' && typeof seed === 'number') void startDemo({ iterations, seed });
            }}
          >
            {words.start}
          </Button>
          <NumberInput
            label={words.iterations}
            value={iterations}
            onChange={setIterations}
            min={1}
            max={100_000}
            step={50}
            allowDecimal={false}
            thousandSeparator=","
            w={100}
          />
          <NumberInput
            label={words.seed}
            value={seed}
            onChange={setSeed}
            min={0}
            max={2 ** 31}
            allowDecimal={false}
            w={72}
          />
        </Group>
        {busy && (
          <Text size="sm" c="dimmed">
            {RUN_GOES_ON}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
