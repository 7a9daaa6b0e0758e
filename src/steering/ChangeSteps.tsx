/** Undo and redo of what was changed of a run's map and classes. */
import { type MapChange, nextSteps } from '../../workers/map-change';
import { goesOn, mayChange } from '../store/goes-on';
import { type RunEntry, useSession } from '../store/session';
import { changesOf, useSteering } from '../store/steering';
import { useLater } from '../store/use-later';
import { HistoryButtons } from '../taxonomy/HistoryButtons';
import { changeWords } from '../words/map-changes';
import { relabelMap as words } from '../words/run';

/** Nothing where nothing can be changed. */
export function ChangeSteps({ entry }: { entry: RunEntry }) {
  const { run, options } = entry;
  const log = useSteering((s) => changesOf(s, run));
  const active = useLater(useSession, run, (s) => s.active);
  const { undo, redo } = useSteering.getState();
  const steps = nextSteps(log);
  const may = (change: MapChange | null) => change !== null && mayChange(entry, active, change);
  if (!goesOn(entry, active) && !may(steps.undo) && !may(steps.redo)) return null;
  const said = (change: MapChange | null, does: (change: string) => string, nothing: string) =>
    change ? does(changeWords(change, options.config.taxonomy)) : nothing;
  return (
    <HistoryButtons
      what={words.lastChange}
      undo={{
        words: said(steps.undo, words.undo, words.nothingToUndo),
        possible: may(steps.undo),
        take: () => void undo(run),
      }}
      redo={{
        words: said(steps.redo, words.redo, words.nothingToRedo),
        possible: may(steps.redo),
        take: () => void redo(run),
      }}
    />
  );
}
