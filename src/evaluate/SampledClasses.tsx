/** How often rare class sampling drew each class so far: what the network was shown on purpose. */
import { Group, Paper, Text, Title } from '@mantine/core';
import { startTransition, useState } from 'react';
import { formatShare } from '../app/format';
import { SaveMenu } from '../charts/SaveMenu';
import { Swatch } from '../stage/Legend';
import type { RunEntry } from '../store/session';
import { useLive } from '../store/use-live';
import { sampledClasses as words } from '../words/evaluate';
import { drawnRows } from './drawn-rows';
import classes from './PictureScores.module.css';

export function SampledClasses({ entry }: { entry: RunEntry }) {
  const { config } = entry.options;
  const [drawn, setDrawn] = useState<Record<number, number>>({});
  useLive(
    entry.run,
    (live) => live.drawn,
    (found) => startTransition(() => setDrawn(found ?? {})),
  );
  if (!config.data.rareClassSampling) return null;
  const { rows, total } = drawnRows(drawn, config.taxonomy);
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <Paper component="section" aria-labelledby="drawn" data-testid="drawn-classes">
      <Group justify="space-between">
        <Title order={2} size="h4" id="drawn">
          {words.title}
        </Title>
        <SaveMenu
          name={`${entry.run}-drawn-classes`}
          what={words.title}
          table={() => ({
            columns: [words.savedClass, words.savedDrawn],
            rows: rows.map(({ name, count }) => [name, count]),
          })}
        />
      </Group>
      <Text size="sm" c="dimmed" mb="xs">
        {words.explanation(total)}
      </Text>
      <ul className="plain-list">
        {rows.map(({ id, name, count }) => (
          <li key={id} className={classes.line}>
            <Swatch taxonomy={config.taxonomy} id={id} />
            <span className={classes.file}>{name}</span>
            <span className={classes.bar} aria-hidden="true">
              <b style={{ width: `${(100 * count) / most}%` }} />
            </span>
            <span className={classes.number}>{count.toLocaleString('en')}</span>
            <span className={classes.share}>{total > 0 ? formatShare(count / total) : ''}</span>
          </li>
        ))}
      </ul>
    </Paper>
  );
}
