/**
 * One history for all that a person does to a run: decisions about patches, and changes of its map and classes. What was
 * done last is taken back first, and what was taken back last is done again first.
 */
import { useEffect, useEffectEvent } from 'react';
import { openSteps } from '../../workers/map-change';
import { decisionsOf, type RunDecisions, useDecisions } from '../store/decisions';
import { isBegun, mayChange } from '../store/goes-on';
import { type RunEntry, useSession } from '../store/session';
import { changesOf, type NumberedChange, useSteering } from '../store/steering';
import { historyKey } from '../taxonomy/keys';

export type Way = 'undo' | 'redo';
type Entry = Pick<RunEntry, 'run' | 'status'>;

/** Which of the two has the next step; null where there is none. */
export function nextKind(
  way: Way,
  { past, future }: Pick<RunDecisions, 'past' | 'future'>,
  log: readonly NumberedChange[],
  entry: Entry,
  active: string | null,
): 'decisions' | 'changes' | null {
  const { done, undone } = openSteps(log);
  const decision = isBegun(entry) ? (way === 'undo' ? past.at(-1) : future[0]) : undefined;
  const line = way === 'undo' ? done : undone;
  const change = line && mayChange(entry, active, line.change) ? line : null;
  if (!decision || !change) return decision ? 'decisions' : change ? 'changes' : null;
  return decision.number > (change.number ?? 0) ? 'decisions' : 'changes';
}

/** Keys are faster than storage: one step after the other. */
let turn: Promise<void> = Promise.resolve();

/** Takes back what was done last of a run, or does again what was taken back last. */
export function takeStep(way: Way, { run }: Pick<RunEntry, 'run'>): Promise<void> {
  turn = turn.then(async () => {
    const { runs, active } = useSession.getState();
    const entry = runs.find((other) => other.run === run);
    if (!entry) return;
    const [decisions, changes] = [useDecisions.getState(), useSteering.getState()];
    const kind = nextKind(way, decisionsOf(decisions, run), changesOf(changes, run), entry, active);
    // Their failures are in the stores.
    if (kind === 'decisions') await decisions[way](run);
    if (kind === 'changes') await changes[way](run);
  });
  return turn;
}

/** Ctrl+Z and its opposites, wherever the focus is but in a text field. */
export function useHistoryKeys(entry: RunEntry | undefined): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const way = entry && !event.defaultPrevented ? historyKey(event) : null;
    if (!entry || !way) return;
    event.preventDefault();
    void takeStep(way, entry);
  });
  useEffect(() => {
    const down = (event: KeyboardEvent) => pressed(event);
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, []);
}
