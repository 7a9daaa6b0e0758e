/** One line per run: name and note, how it stands, seed, best and last score, and what can be done with it. */
import { ActionIcon, Badge, Checkbox, Menu, Paper, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { Evaluation, RunRecord } from '../../workers/protocol';
import { formatBytes, formatPoints } from '../app/format';
import { MoreIcon } from '../app/icons';
import { showStored } from '../run/control';
import { SupervisionBadge } from '../segments/HumanSupervision';
import { useRuns } from '../store/runs';
import { isBusy, useSession } from '../store/session';
import { supervisedWords } from '../words/decisions';
import { DescribeModal } from './DescribeModal';
import { DuplicateModal } from './DuplicateModal';
import classes from './RunTable.module.css';
import { runFacts } from './run-facts';
import { saveBundle, saveConfig, savePredictions, saveReport } from './save-run';

const COLORS: Record<string, string> = { finished: 'teal', running: 'blue', unfinished: 'yellow', 'not begun': 'gray' };

export function RunTable({ records }: { records: RunRecord[] }) {
  const [described, setDescribed] = useState<RunRecord | null>(null);
  const [duplicated, setDuplicated] = useState<RunRecord | null>(null);
  return (
    <Paper component="section" aria-label="Runs" p={0}>
      <div className={classes.scroll}>
        <table className={classes.table} data-testid="runs">
          <thead>
            <tr>
              <th scope="col">
                <span className={classes.hidden}>Compare</span>
              </th>
              <th scope="col">Name and note</th>
              <th scope="col">Status</th>
              <th scope="col" className={classes.number}>
                Seed
              </th>
              <th scope="col" className={classes.number}>
                Best mean IoU
              </th>
              <th scope="col" className={classes.number}>
                Last mean IoU
              </th>
              <th scope="col" className={classes.number}>
                Size
              </th>
              <th scope="col">
                <span className={classes.hidden}>Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <Line key={record.run} record={record} onDescribe={setDescribed} onDuplicate={setDuplicated} />
            ))}
          </tbody>
        </table>
      </div>
      <Text size="xs" c="dimmed" p="xs">
        Mean IoU in points of 100, over the classes that are in the evaluated labels: how many stands below each score.
      </Text>
      {described && <DescribeModal record={described} onClose={() => setDescribed(null)} />}
      {duplicated && <DuplicateModal record={duplicated} onClose={() => setDuplicated(null)} />}
    </Paper>
  );
}

interface LineProps {
  record: RunRecord;
  onDescribe: (record: RunRecord) => void;
  onDuplicate: (record: RunRecord) => void;
}

function Line({ record, onDescribe, onDuplicate }: LineProps) {
  const { run, about, config, logged, bytes } = record;
  const busy = useSession(isBusy);
  const active = useSession((s) => s.active);
  const { chosen, choose, remove, fail } = useRuns();
  const facts = runFacts(record, active);
  const { iterations } = config.schedule;
  const open = () => void showStored(record).catch(fail);
  return (
    <tr data-testid={`run-${run}`}>
      <td>
        <Checkbox
          aria-label={`Compare ${facts.title}`}
          checked={chosen.includes(run)}
          onChange={(event) => void choose(run, event.currentTarget.checked)}
        />
      </td>
      <td className={classes.name}>
        <UnstyledButton className={classes.open} disabled={busy} onClick={open} title="Show this run">
          {facts.title}
        </UnstyledButton>
        <Text size="xs" c="dimmed" lineClamp={2}>
          {about.note || (about.title ? run : `${config.name}, ${new Date(record.storedAt).toLocaleString()}`)}
        </Text>
      </td>
      <td>
        <Badge color={COLORS[facts.status]} variant="light" c="var(--mantine-color-text)" miw="max-content">
          {facts.status}
        </Badge>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {logged.toLocaleString('en')} of {iterations.toLocaleString('en')}
        </Text>
        {facts.supervision && <SupervisionBadge {...facts.supervision} />}
      </td>
      <td className={classes.number}>{facts.seed}</td>
      <Score evaluation={facts.best} strong />
      <Score evaluation={facts.last} />
      <td className={classes.number}>{formatBytes(bytes)}</td>
      <td>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${facts.title}`}>
              <MoreIcon size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={busy} onClick={open}>
              Show
            </Menu.Item>
            <Menu.Item onClick={() => onDescribe(record)}>Rename, note</Menu.Item>
            <Menu.Item onClick={() => onDuplicate(record)}>Duplicate</Menu.Item>
            <Menu.Divider />
            <Menu.Item disabled={run === active} onClick={() => void saveBundle(record)}>
              Export as bundle
            </Menu.Item>
            <Menu.Item onClick={() => void savePredictions(record)}>Save predictions (label PNGs)</Menu.Item>
            <Menu.Item onClick={() => void saveReport(record)}>Save report (HTML)</Menu.Item>
            <Menu.Item onClick={() => saveConfig(record)}>Save configuration (JSON)</Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" disabled={run === active} onClick={() => void remove(run)}>
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}

function Score({ evaluation, strong = false }: { evaluation: Evaluation | null; strong?: boolean }) {
  if (!evaluation) return <td className={classes.number}>–</td>;
  const { iteration, scores } = evaluation;
  return (
    <td className={classes.number}>
      <Text size="sm" fw={strong ? 600 : 400}>
        {formatPoints(scores.miou)}
      </Text>
      <Text size="xs" c="dimmed">
        {scores.classesAveraged.length} classes, iteration {iteration.toLocaleString('en')}
      </Text>
      {evaluation.decisions && (
        <Text size="xs" c="dimmed">
          {supervisedWords(evaluation)}
        </Text>
      )}
    </td>
  );
}
