/** Numbers in words a person reads at a glance. */
import { units } from '../words/units';

const MINUTE_S = 60;

/** Time left, rounded so that it does not flicker: "8 s", "2 min 10 s", "1 h 05 min"; "..." while unknown. */
export function formatTimeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return units.unknown;
  const s = Math.max(0, Math.round(seconds));
  if (s < MINUTE_S) return `${s} ${units.seconds}`;
  if (s < 10 * MINUTE_S) {
    const rest = Math.round((s % MINUTE_S) / 10) * 10;
    return rest === MINUTE_S
      ? `${Math.floor(s / MINUTE_S) + 1} ${units.minutes}`
      : joined(Math.floor(s / MINUTE_S), rest, units.minutes, units.seconds);
  }
  const minutes = Math.round(s / MINUTE_S);
  if (minutes < 60) return `${minutes} ${units.minutes}`;
  return `${Math.floor(minutes / 60)} ${units.hours} ${String(minutes % 60).padStart(2, '0')} ${units.minutes}`;
}

const joined = (large: number, small: number, largeUnit: string, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** Seconds per iteration with two digits that matter: "0.045 s", "1.8 s", "12 s". */
export function formatStepTime(seconds: number): string {
  if (seconds < 0.1) return `${Math.round(seconds * 1000)} ${units.milliseconds}`;
  return seconds < 10
    ? `${seconds.toFixed(seconds < 1 ? 2 : 1)} ${units.seconds}`
    : `${Math.round(seconds)} ${units.seconds}`;
}

/** A fraction as IoU points: 0.4213 is "42.1"; a class that is absent is "absent". */
export function formatPoints(fraction: number | null | undefined): string {
  return fraction === null || fraction === undefined ? units.absent : (100 * fraction).toFixed(1);
}

/** A difference of fractions in points, with its sign; empty where one side is missing. */
export function formatDifference(from: number | null | undefined, to: number | null | undefined): string {
  if (from === null || from === undefined || to === null || to === undefined) return '';
  const points = Math.round(1000 * (to - from)) / 10;
  return `${points > 0 ? '+' : points < 0 ? '−' : '±'}${Math.abs(points).toFixed(1)}`;
}

/** Bytes with one unit: "38 kB", "912 MB", "4.0 GB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} ${units.kilobytes}`;
  return bytes < 1e9
    ? `${Math.round(bytes / 1e6)} ${units.megabytes}`
    : `${(bytes / 1e9).toFixed(1)} ${units.gigabytes}`;
}

/** Shares: "12 %", "<1 %". */
export function formatShare(share: number): string {
  const percent = 100 * share;
  return percent > 0 && percent < 1 ? '<1 %' : `${Math.round(percent)} %`;
}

/** "1 picture", "2 pictures", "1,200 pictures". */
export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? noun : plural}`;
}
