/** The big button. */
import { Button, Group, NumberInput, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { DEMO_CSI } from '../../workers/experiment/demo';
import { obstacle, useHardware } from '../store/hardware';
import { isBusy, useSession } from '../store/session';
import { startDemo } from './unattended';

export function DemoCard() {
  const hardware = useHardware();
  const busy = useSession(isBusy);
  const [iterations, setIterations] = useState<number | string>(DEMO_CSI.schedule.iterations);
  const [seed, setSeed] = useState<number | string>(0);
  const problem = obstacle(hardware);
  const valid = typeof iterations === 'number' && iterations >= 1 && typeof seed === 'number';
  return (
    <Paper component="section" aria-labelledby="demo" h="100%" p="lg">
      <Stack h="100%" justify="space-between" gap="md">
        <div>
          <Title order={2} size="h4" id="demo" mb={4}>
            The demo: a built-in city in two looks
          </Title>
          <Text size="sm" c="dimmed">
            The labelled look has no terrain, truck or train. The demo trains twice on it, without and with relabeling,
            and shows both scores side by side. Nothing is downloaded.
          </Text>
        </div>
        <Group align="flex-end" gap="md">
          <Button
            size="xl"
            leftSection={<IconPlayerPlayFilled size={20} />}
            disabled={!hardware.facts || problem !== null || busy || !valid}
            onClick={() => {
              if (typeof iterations === 'number' && typeof seed === 'number') void startDemo({ iterations, seed });
            }}
          >
            Run the demo
          </Button>
          <NumberInput
            label="Iterations per run"
            value={iterations}
            onChange={setIterations}
            min={1}
            max={100_000}
            step={50}
            allowDecimal={false}
            w={150}
          />
          <NumberInput label="Seed" value={seed} onChange={setSeed} min={0} max={2 ** 31} allowDecimal={false} w={90} />
        </Group>
        {busy && (
          <Text size="sm" c="dimmed">
            A run is going on. Stop it before you start another.
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
