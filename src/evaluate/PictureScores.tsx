/** Pictures of the last evaluation, the worst first: by mean IoU, by a class, or by an error of the confusion matrix. */
import { Button, Group, Paper, Select, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatPoints } from '../app/format';
import { SaveMenu } from '../charts/SaveMenu';
import { visibleRows } from '../segments/visible-rows';
import { nameOfClass } from '../stage/class-name';
import { useScores } from '../store/scores';
import type { RunEntry } from '../store/session';
import { useLater } from '../store/use-later';
import { useEvaluationUntil } from '../timeline/at-moment';
import { pictureScores as words } from '../words/evaluate';
import classes from './PictureScores.module.css';
import { type PictureRow, pictureRows } from './picture-rows';
import { ScoredPictureModal } from './ScoredPictureModal';
import { markedLabel } from './score-table';

const ROW_PX = 30;
const WINDOW_PX = 300;

export function PictureScores({ entry }: { entry: RunEntry }) {
  const latest = useLater(useScores, entry.run, (s) => s.latest[entry.run]);
  const history = useLater(useScores, entry.run, (s) => s.history[entry.run]);
  const then = useEvaluationUntil(latest, history);
  // While a run goes on, only the latest evaluation's pictures are held.
  const evaluation = then?.pictures ? then : latest;
  const question = useScores((s) => s.question);
  const ask = useScores((s) => s.ask);
  const [opened, setOpened] = useState<string | null>(null);
  const pictures = evaluation?.pictures;
  const rows = useMemo(() => pictureRows(pictures ?? [], question), [pictures, question]);
  const { taxonomy } = entry.options.config;
  const name = (id: number) => nameOfClass(taxonomy, id);
  if (!evaluation || !pictures) return null;
  const about =
    question.kind === 'mean'
      ? words.mean
      : question.kind === 'class'
        ? words.class(name(question.id))
        : words.error(name(question.truth), name(question.predicted));
  return (
    <Paper component="section" aria-labelledby="picture-scores" data-testid="picture-scores">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Title order={2} size="h4" id="picture-scores">
          {words.title}
        </Title>
        <Group gap="xs">
          <Select
            aria-label={words.sortedBy}
            size="xs"
            w={170}
            value={question.kind === 'class' ? String(question.id) : 'mean'}
            onChange={(value) =>
              ask(value === null || value === 'mean' ? { kind: 'mean' } : { kind: 'class', id: Number(value) })
            }
            allowDeselect={false}
            data={[
              { value: 'mean', label: words.meanIou },
              ...taxonomy.classes.map((info, id) => ({ value: String(id), label: words.iouOf(info.name) })),
            ]}
          />
          <SaveMenu
            name={`${entry.run}-pictures`}
            what={words.title}
            table={() => ({
              columns: [
                markedLabel(words.savedPicture, evaluation),
                words.meanIou,
                ...taxonomy.classes.map((c) => words.iouOf(c.name)),
              ],
              rows: pictures.map(({ file, miou, iou }) => [file, miou, ...iou]),
            })}
          />
        </Group>
      </Group>
      <Group gap="xs" mb="xs">
        <Text size="sm" c="dimmed" data-testid="picture-question">
          {words.about(markedLabel(words.iteration(evaluation.iteration), evaluation), about, rows.length)}
        </Text>
        {question.kind === 'error' && (
          <Button size="compact-xs" variant="light" onClick={() => ask({ kind: 'mean' })}>
            {words.all}
          </Button>
        )}
      </Group>
      <List key={JSON.stringify(question)} rows={rows} onOpen={setOpened} />
      <ScoredPictureModal
        entry={entry}
        iteration={evaluation.iteration}
        question={question}
        rows={rows}
        file={opened}
        onOpen={setOpened}
      />
    </Paper>
  );
}

function List({ rows, onOpen }: { rows: PictureRow[]; onOpen(file: string): void }) {
  const [top, setTop] = useState(0);
  const [from, end] = visibleRows(top, WINDOW_PX, ROW_PX, rows.length);
  return (
    <div
      className={classes.window}
      style={{ height: Math.min(WINDOW_PX, rows.length * ROW_PX) }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <ol className="plain-list" style={{ height: rows.length * ROW_PX }}>
        {rows.slice(from, end).map(({ file, iou, pixels }, i) => (
          <li key={file} style={{ top: (from + i) * ROW_PX }}>
            <button type="button" className={classes.row} title={words.open(file)} onClick={() => onOpen(file)}>
              <span className={classes.file}>{file}</span>
              {pixels !== null && <span>{words.pixels(pixels)}</span>}
              <span className={classes.bar} aria-hidden="true">
                <b style={{ width: `${100 * (iou ?? 0)}%` }} />
              </span>
              <span className={classes.number}>{formatPoints(iou)}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
