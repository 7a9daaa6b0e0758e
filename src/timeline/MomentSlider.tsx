/** A slider over the iterations of a run, with its phases, evaluations and checkpoints under it. */
import type { KeyboardEvent } from 'react';
import classes from './MomentSlider.module.css';
import type { Band, Moment } from './moments';

interface Props {
  label: string;
  /** Of the whole run. */
  iterations: number;
  /** How many were done. */
  latest: number;
  moment: Moment;
  bands: readonly Band[];
  evaluations: readonly number[];
  checkpoints: readonly number[];
  /** The moment in words. */
  words: string;
  onChange(moment: Moment): void;
  /** One of the moments that are marked, before or after. */
  onStep(by: -1 | 1): void;
}

const share = (t: number, iterations: number): string => String(Math.min(1, Math.max(0, t / iterations)));

export function MomentSlider(props: Props) {
  const { label, iterations, latest, moment, bands, evaluations, checkpoints, words, onChange, onStep } = props;
  const go = (wanted: number) => onChange(wanted >= latest ? null : Math.max(0, wanted));
  const keyed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key] as -1 | 1 | undefined;
    if (way && event.shiftKey) go((moment ?? latest) + way);
    else if (way) onStep(way);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') onChange(null);
    else return;
    event.preventDefault();
  };
  const at = (t: number) => ({ '--at': share(t, iterations) }) as React.CSSProperties;
  return (
    <div className={classes.slider}>
      <div className={classes.track} aria-hidden="true">
        {bands.map(({ phase, from, to }) => (
          <i
            key={from}
            data-phase={phase}
            className={classes.band}
            style={{ '--from': share(from, iterations), '--to': share(to, iterations) } as React.CSSProperties}
          />
        ))}
        <i className={classes.coming} style={at(latest)} />
        {evaluations.map((t) => (
          <i key={`e${t}`} className={classes.evaluation} style={at(t)} />
        ))}
        {checkpoints.map((t) => (
          <i key={`c${t}`} className={classes.checkpoint} style={at(t)} />
        ))}
      </div>
      <input
        type="range"
        className={classes.input}
        aria-label={label}
        aria-valuetext={words}
        min={0}
        max={iterations}
        step={1}
        value={Math.min(moment ?? latest, iterations)}
        onChange={(event) => go(Number(event.currentTarget.value))}
        onKeyDown={keyed}
      />
    </div>
  );
}
