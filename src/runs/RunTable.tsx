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
import { runFacts as statuses, runTable as words } from '../words/runs';
import { DescribeModal } from './DescribeModal';
import { DuplicateModal } from './DuplicateModal';
import classes from './RunTable.module.css';
import { runFacts } from './run-facts';
import { saveBundle, saveConfig, savePredictions, saveReport } from './save-run';

const COLORS: Record<string, string> = {
  [statuses.finished]: 'teal',
  [statuses.running]: 'blue',
  [statuses.unfinished]: 'yellow',
  [statuses.notBegun]: 'gray',
};

export function RunTable({ records }: { records: RunRecord[] }) {
  const [described, setDescribed] = useState<RunRecord | null>(null);
  const [duplicated, setDuplicated] = useState<RunRecord | null>(null);
  return (
    <Paper component="section" aria-label={words.label} p={0}>
      <div className={classes.scroll}>
        <table className={classes.table} data-testid="runs">
          <thead>
            <tr>
              <th scope="col">
                <span className={classes.hidden}>{words.compare}</span>
              </th>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.status}</th>
              <th scope="col" className={classes.number}>
                {words.seed}
              </th>
              <th scope="col" className={classes.number}>
                {words.best}
              </th>
              <th scope="col" className={classes.number}>
                {words.last}
              </th>
              <th scope="col" className={classes.number}>
                {words.size}
              </th>
              <th scope="col">
                <span className={classes.hidden}>{words.actions}</span>
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
        {words.unit}
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
          aria-label={words.compareRun(facts.title)}
          checked={chosen.includes(run)}
          onChange={(event) => void choose(run, event.currentTarget.checked)}
        />
      </td>
      <td className={classes.name}>
        <UnstyledButton className={classes.open} disabled={busy} onClick={open} title={words.showRun}>
          {facts.title}
        </UnstyledButton>
        <Text size="xs" c="dimmed" lineClamp={2}>
          {about.note ||
            (about.title ? run : words.nameAndDate(config.name, new Date(record.storedAt).toLocaleString()))}
        </Text>
      </td>
      <td>
        <Badge color={COLORS[facts.status]} variant="light" c="var(--mantine-color-text)" miw="max-content">
          {facts.status}
        </Badge>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {words.done(logged, iterations)}
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
            <ActionIcon variant="subtle" color="gray" aria-label={words.actionsFor(facts.title)}>
              <MoreIcon size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={busy} onClick={open}>
              {words.show}
            </Menu.Item>
            <Menu.Item onClick={() => onDescribe(record)}>{words.describe}</Menu.Item>
            <Menu.Item onClick={() => onDuplicate(record)}>{words.duplicate}</Menu.Item>
            <Menu.Divider />
            <Menu.Item disabled={run === active} onClick={() => void saveBundle(record)}>
              {words.bundle}
            </Menu.Item>
            <Menu.Item onClick={() => void savePredictions(record)}>{words.predictions}</Menu.Item>
            <Menu.Item onClick={() => void saveReport(record)}>{words.report}</Menu.Item>
            <Menu.Item onClick={() => saveConfig(record)}>{words.config}</Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" disabled={run === active} onClick={() => void remove(run)}>
              {words.delete}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}

function Score({ evaluation, strong = false }: { evaluation: Evaluation | null; strong?: boolean }) {
  if (!evaluation) return <td className={classes.number}>{'–'}</td>;
  const { iteration, scores } = evaluation;
  return (
    <td className={classes.number}>
      <Text size="sm" fw={strong ? 600 : 400}>
        {formatPoints(scores.miou)}
      </Text>
      <Text size="xs" c="dimmed">
        {words.scored(scores.classesAveraged.length, iteration)}
      </Text>
      {evaluation.decisions && (
        <Text size="xs" c="dimmed">
          {supervisedWords(evaluation)}
        </Text>
      )}
    </td>
  );
}
