/** Files of one run: its bundle, its report, its configuration. */
import type { RunRecord } from '../../workers/protocol';
import { download } from '../app/download';
import { finishSaving } from '../app/save-target';
import { lab } from '../lab';
import { useRuns } from '../store/runs';
import { saveRun as words } from '../words/runs';
import { readByHand } from './by-hand';

async function attempt(work: () => Promise<string | null>): Promise<void> {
  const { say, fail } = useRuns.getState();
  useRuns.setState({ failure: null });
  say(null);
  try {
    say(await work());
  } catch (error) {
    fail(error);
  }
}

/** The whole folder as one zip among the downloads. */
export const saveBundle = ({ run }: RunRecord): Promise<void> =>
  attempt(async () => finishSaving(await lab().bundleRun(run, { kind: 'zip' }), run));

/** Label PNGs of its last evaluation as one zip among the downloads. */
export const savePredictions = ({ run }: RunRecord): Promise<void> =>
  attempt(async () => finishSaving(await lab().saveRunPredictions(run, { kind: 'zip' }), `${run}-predictions`));

export const saveReport = (record: RunRecord): Promise<void> =>
  attempt(async () => {
    const [{ reportOf }, history, byHand] = await Promise.all([
      import('./report'),
      lab().runHistory(record.run),
      readByHand(record),
    ]);
    const name = `${record.run}.html`;
    download(name, new Blob([reportOf(record, history, byHand)], { type: 'text/html' }));
    return words.saved(name);
  });

export function saveConfig({ run, config }: RunRecord): void {
  download(`${run}-config.json`, new Blob([`${JSON.stringify(config, null, 2)}\n`], { type: 'application/json' }));
}
