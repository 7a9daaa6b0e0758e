/** The shell: a header with the views, and the view that is shown. */
import { AppShell, Badge, Container, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { listEarlier } from '../run/control';
import { useDatasets } from '../store/datasets';
import { useHardware } from '../store/hardware';
import { isBusy, useSession } from '../store/session';
import { app as words } from '../words/app';
import { ColorSchemeToggle } from './ColorSchemeToggle';
import { ErrorBoundary } from './ErrorBoundary';
import { Hint } from './Hint';
import { KeySheet } from './KeySheet';
import { Logo } from './Logo';
import { useLeaveGuard } from './leave-guard';
import { NotifySwitch } from './NotifySwitch';
import { SetupView } from './SetupView';
import { watchRuns } from './watch-runs';

const RunView = lazy(() => import('../run/RunView').then((module) => ({ default: module.RunView })));
const RunsView = lazy(() => import('../runs/RunsView').then((module) => ({ default: module.RunsView })));
const TaxonomyView = lazy(() =>
  import('../taxonomy/TaxonomyView').then((module) => ({ default: module.TaxonomyView })),
);
const PredictView = lazy(() => import('../predict/PredictView').then((module) => ({ default: module.PredictView })));

export function App() {
  const view = useSession((s) => s.view);
  const setView = useSession((s) => s.setView);
  const started = useSession((s) => s.record !== null);
  const busy = useSession(isBusy);
  const paused = useSession((s) => s.runs.find((run) => run.run === s.active)?.status === 'paused');
  useLeaveGuard(busy);
  useEffect(watchRuns, []);
  useEffect(() => {
    void useHardware.getState().check();
    void useDatasets.getState().recall();
    listEarlier().catch((error: unknown) => useSession.setState({ listFailure: String(error) }));
  }, []);
  return (
    <AppShell header={{ height: 56 }} padding={0}>
      <AppShell.Header>
        <Container size={1720} h="100%" px="md">
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Logo />
              <Text fw={700} size="lg">
                {words.name}
              </Text>
            </Group>
            <Group gap="md" wrap="nowrap">
              {busy && (
                <Badge variant="dot" color={paused ? 'yellow' : 'teal'} size="lg">
                  {paused ? words.paused : words.working}
                </Badge>
              )}
              <SegmentedControl
                aria-label={words.view}
                value={view}
                onChange={setView}
                data={[
                  { value: 'setup', label: words.setup },
                  { value: 'classes', label: words.classes },
                  { value: 'run', label: words.run, disabled: !started },
                  { value: 'runs', label: words.runs },
                  { value: 'predict', label: words.predict },
                ]}
              />
              <NotifySwitch />
              <KeySheet />
              <ColorSchemeToggle />
            </Group>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main>
        <Container size={1720} py="lg" px="md">
          <ErrorBoundary what={words.thisView} key={view}>
            {view === 'setup' ? (
              <SetupView />
            ) : (
              <Suspense fallback={<Text c="dimmed">{words.opening}</Text>}>
                {view === 'classes' && <TaxonomyView />}
                {view === 'run' && (
                  <Stack gap="md">
                    <Hint name="run" />
                    <RunView />
                  </Stack>
                )}
                {view === 'runs' && <RunsView />}
                {view === 'predict' && <PredictView />}
              </Suspense>
            )}
          </ErrorBoundary>
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}
