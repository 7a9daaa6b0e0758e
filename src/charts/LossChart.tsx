/** Loss curves of a run, live and of a stored run. */
import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useState } from 'react';
import { live } from '../store/live';
import { useLive } from '../store/use-live';
import { lossChart as words } from '../words/charts';
import { CurveChart } from './CurveChart';
import { lossStyles } from './curve-colors';

interface Props {
  run: string;
  iterations: number;
}

export function LossChart({ run, iterations }: Props) {
  const dark = useComputedColorScheme('light') === 'dark';
  // Which losses there are is known with the first iteration; it does not change at each.
  const [names, setNames] = useState('');
  useLive(
    run,
    (state) => Object.keys(state.curves.values).join(' '),
    (found) => setNames(found ?? ''),
  );
  const subscribe = useRunUpdates(run);
  const styles = lossStyles(names.split(' '), dark);
  return (
    <CurveChart
      title={words.title}
      explanation={words.explanation}
      unit={words.unit}
      keys={styles}
      series={() => {
        const curves = live.getState().runs[run]?.curves;
        return styles.flatMap(({ name, label, color, dash }) => {
          const y = curves?.values[name];
          return curves && y ? [{ name, label, color, dash, x: curves.iterations, y }] : [];
        });
      }}
      subscribe={subscribe}
      iterations={iterations}
      smoothingAtFirst={0.6}
      empty={names ? null : words.empty}
      fileName={`${run}-losses`}
    />
  );
}

/** For charts: calls back whenever an iteration of the run was done. */
export function useRunUpdates(run: string): (changed: () => void) => () => void {
  return useCallback(
    (changed: () => void) => {
      let last = live.getState().runs[run]?.iteration;
      return live.subscribe((state) => {
        const next = state.runs[run]?.iteration;
        if (next === last) return;
        last = next;
        changed();
      });
    },
    [run],
  );
}
