/** One time line for the whole view of a run: what all panels show is what was known at its moment. */
import { ActionIcon, Button, Group, Paper, Text, Tooltip } from '@mantine/core';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { formatPoints } from '../app/format';
import { PauseIcon, PlayIcon } from '../app/icons';
import { markedLabel } from '../evaluate/score-table';
import { useScores } from '../store/scores';
import type { RunEntry } from '../store/session';
import { NO_TIMELINE, useTimeline } from '../store/timeline';
import { useLater } from '../store/use-later';
import { phaseNames, timeLine as words } from '../words/timeline';
import { LatestIcon, StepBackIcon, StepIcon } from './icons';
import { timelineActionOf } from './keys';
import { MomentSlider } from './MomentSlider';
import classes from './MomentSlider.module.css';
import { bandsOf, lastUntil, momentsOf, phaseBefore, stepped } from './moments';
import { useLatest } from './use-latest';

const PLAY_MS = 900;
const ICON_PX = 16;

export function TimeLine({ entry }: { entry: RunEntry }) {
  const { config } = entry.options;
  const { iterations } = config.schedule;
  const latest = useLatest(entry.run);
  const moment = useTimeline((s) => s.moment);
  const goTo = useTimeline((s) => s.goTo);
  const { checkpoints } = useLater(useTimeline, entry.run, (s) => s.runs[entry.run] ?? NO_TIMELINE);
  const history = useLater(useScores, entry.run, (s) => s.history[entry.run]);
  const bands = useMemo(() => bandsOf(config), [config]);
  const evaluations = useMemo(() => (history ?? []).map(({ iteration }) => iteration), [history]);
  const [playing, setPlaying] = useState(false);

  const step = (by: -1 | 1) => {
    const moments = momentsOf(evaluations, checkpoints, bands, latest);
    goTo(stepped(moments, useTimeline.getState().moment, by, latest));
  };
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const action = timelineActionOf(event);
    if (!action || latest === 0 || (action === 'latest' && moment === null)) return;
    event.preventDefault();
    setPlaying(false);
    if (action === 'latest') goTo(null);
    else step(action === 'before' ? -1 : 1);
  });
  useEffect(() => {
    // The window hears of a key after the pictures, whose own keys are taken then.
    const down = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', down);
    return () => window.removeEventListener('keydown', down);
  }, []);
  const tick = useEffectEvent(() => {
    step(1);
    if (useTimeline.getState().moment === null) setPlaying(false);
  });
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => tick(), PLAY_MS);
    return () => clearInterval(timer);
  }, [playing]);

  if (latest === 0) return null;
  const now = Math.min(moment ?? latest, iterations);
  const evaluation = lastUntil(history, moment);
  const when = words.moment(now, iterations, phaseBefore(bands, now));
  const play = () => {
    if (!playing && moment === null) goTo(momentsOf(evaluations, checkpoints, bands, latest)[0] ?? null);
    setPlaying(!playing);
  };
  return (
    <Paper component="section" aria-label={words.label} py="sm">
      <Group justify="space-between" gap="xs">
        <Text size="sm" data-testid="moment">
          <b>{moment === null ? words.latest(when) : words.earlier(when)}</b>
          <Text span c="dimmed" size="sm">
            {evaluation
              ? markedLabel(words.scores(evaluation.iteration, formatPoints(evaluation.scores.miou)), evaluation)
              : words.notEvaluated}
          </Text>
        </Text>
        <Group gap={6} wrap="nowrap">
          <Step label={words.before} onClick={() => step(-1)}>
            <StepBackIcon size={ICON_PX} />
          </Step>
          <Step label={playing ? words.stopPlaying : words.play} onClick={play}>
            {playing ? <PauseIcon size={ICON_PX} /> : <PlayIcon size={ICON_PX} />}
          </Step>
          <Step label={words.after} disabled={moment === null} onClick={() => step(1)}>
            <StepIcon size={ICON_PX} />
          </Step>
          <Tooltip label={words.showLatest}>
            <Button
              size="compact-sm"
              variant={moment === null ? 'light' : 'filled'}
              aria-pressed={moment === null}
              leftSection={<LatestIcon size={ICON_PX} />}
              onClick={() => {
                setPlaying(false);
                goTo(null);
              }}
            >
              {words.followLatest}
            </Button>
          </Tooltip>
        </Group>
      </Group>
      <MomentSlider
        label={words.slider}
        {...{ iterations, latest, moment, bands, evaluations, checkpoints }}
        words={when}
        onChange={(wanted) => {
          setPlaying(false);
          goTo(wanted);
        }}
        onStep={step}
      />
      <div className={classes.key}>
        {[...new Set(bands.map(({ phase }) => phase))].map((phase) => (
          <span key={phase}>
            <i className={classes.swatch} data-phase={phase} />
            {phaseNames[phase]}
          </span>
        ))}
        <span>
          <i className={classes.evaluation} />
          {words.evaluation}
        </span>
        <span>
          <i className={classes.checkpoint} />
          {words.checkpoint}
        </span>
      </div>
    </Paper>
  );
}

interface StepProps {
  label: string;
  disabled?: boolean;
  onClick(): void;
  children: React.ReactNode;
}

function Step({ label, disabled, onClick, children }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={28} aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
