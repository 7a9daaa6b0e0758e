/** What is taken for what: a matrix of true and predicted classes. A cell asks for the pictures that have the error. */
import { Group, Paper, SegmentedControl, Text, Title, useComputedColorScheme } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { formatShare } from '../app/format';
import { SaveMenu } from '../charts/SaveMenu';
import { nameOfClass } from '../stage/class-name';
import { useScores } from '../store/scores';
import type { RunEntry } from '../store/session';
import { useLater } from '../store/use-later';
import { useEvaluationUntil } from '../timeline/at-moment';
import { confusionPanel as words } from '../words/evaluate';
import classes from './ConfusionPanel.module.css';
import { intensities, type Normalisation, normalised, shortCount, worstConfusions } from './confusion';
import { heat } from './heat';
import { markedLabel } from './score-table';

const WAYS: { value: Normalisation; label: string }[] = (['row', 'column', 'count'] as const).map((value) => ({
  value,
  label: words.ways[value],
}));
const WORST = 5;

export function ConfusionPanel({ entry }: { entry: RunEntry }) {
  const latest = useLater(useScores, entry.run, (s) => s.latest[entry.run]);
  const history = useLater(useScores, entry.run, (s) => s.history[entry.run]);
  const evaluation = useEvaluationUntil(latest, history);
  const [by, setBy] = useState<Normalisation>('row');
  const { taxonomy } = entry.options.config;
  const counts = evaluation?.scores.confusion;
  const worst = useMemo(() => (counts ? worstConfusions(counts, WORST) : []), [counts]);
  const name = (id: number) => nameOfClass(taxonomy, id);
  return (
    <Paper component="section" aria-labelledby="confusion" data-testid="confusion">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Title order={2} size="h4" id="confusion">
          {words.title}
        </Title>
        <Group gap="xs">
          <SegmentedControl aria-label={words.share} size="xs" value={by} onChange={setBy} data={WAYS} />
          {counts && (
            <SaveMenu
              name={`${entry.run}-confusion`}
              what={words.title}
              table={() => ({
                columns: [markedLabel(words.savedTruth, evaluation), ...taxonomy.classes.map((c) => c.name)],
                rows: normalised(counts, by).map((row, t) => [name(t), ...row]),
              })}
            />
          )}
        </Group>
      </Group>
      <Text size="sm" c="dimmed" mb="xs">
        {evaluation
          ? words.counted(markedLabel(words.iteration(evaluation.iteration), evaluation), words.explanations[by])
          : words.notYet}
      </Text>
      {counts && (
        <>
          <Matrix counts={counts} by={by} taxonomy={taxonomy} />
          {worst.length > 0 && (
            <Text size="sm" mt="sm">
              {words.worst}{' '}
              {worst.map(({ truth, predicted, share }, i) => (
                <span key={`${truth}-${predicted}`}>
                  {i > 0 && ', '}
                  <button type="button" className={classes.link} onClick={() => ask(truth, predicted)}>
                    {words.confused(formatShare(share), name(truth), name(predicted))}
                  </button>
                </span>
              ))}
              {'.'}
            </Text>
          )}
        </>
      )}
    </Paper>
  );
}

const ask = (truth: number, predicted: number): void =>
  useScores.getState().ask(truth === predicted ? { kind: 'class', id: truth } : { kind: 'error', truth, predicted });

interface MatrixProps {
  counts: number[][];
  by: Normalisation;
  taxonomy: Taxonomy;
}

function Matrix({ counts, by, taxonomy }: MatrixProps) {
  const dark = useComputedColorScheme('light') === 'dark';
  const question = useScores((s) => s.question);
  // One cell at a time takes the focus; the arrow keys move it, as in every grid.
  const [focus, setFocus] = useState<[number, number]>([0, 0]);
  const values = useMemo(() => normalised(counts, by), [counts, by]);
  const shades = useMemo(() => intensities(values, by), [values, by]);
  const last = taxonomy.classes.length - 1;
  const asked = (t: number, p: number) =>
    question.kind === 'error'
      ? question.truth === t && question.predicted === p
      : question.kind === 'class' && question.id === t && t === p;
  const move = (event: React.KeyboardEvent<HTMLTableElement>) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = [0, 1].map((axis) => Math.min(last, Math.max(0, focus[axis]! + step[axis]!))) as [number, number];
    setFocus(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next.join('-')}"]`)?.focus();
  };
  return (
    <div className={classes.scroll}>
      <table className={classes.matrix} onKeyDown={move} aria-label={words.matrix}>
        <thead>
          <tr>
            <td className={classes.corner}>
              {words.predicted}
              <br />
              {words.truth}
            </td>
            {taxonomy.classes.map(({ name }) => (
              <th scope="col" key={name} className={classes.column}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {taxonomy.classes.map(({ name: truth }, t) => (
            <tr key={truth}>
              <th scope="row" className={classes.row}>
                {truth}
              </th>
              {taxonomy.classes.map(({ name: predicted }, p) => {
                const value = values[t]![p]!;
                const said = words.cell(truth, predicted, counts[t]![p]!);
                return (
                  <td key={predicted}>
                    <button
                      type="button"
                      className={`${classes.cell} ${t === p ? classes.right : ''}`}
                      style={heat(shades[t]![p]!, dark)}
                      data-cell={`${t}-${p}`}
                      tabIndex={focus[0] === t && focus[1] === p ? 0 : -1}
                      aria-pressed={asked(t, p)}
                      aria-label={by === 'count' || value === null ? said : words.withShare(said, formatShare(value))}
                      title={said}
                      onFocus={() => setFocus([t, p])}
                      onClick={() => ask(t, p)}
                    >
                      {written(value, by)}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const STEPS: Record<string, [number, number] | undefined> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Numbers that would all be 0 are left out, so that the others are seen. */
function written(value: number | null, by: Normalisation): string {
  if (value === null || value === 0) return '';
  if (by === 'count') return shortCount(value);
  return value < 0.005 ? '' : String(Math.round(100 * value));
}
