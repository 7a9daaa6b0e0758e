/** A curve as small as a word: how a value went from evaluation to evaluation. */

interface Props {
  /** In order; null where there was no value. */
  values: (number | null)[];
  /** What it shows, for those who do not see it. */
  label: string;
}

const WIDTH = 56;
const HEIGHT = 18;
const MARGIN = 2;
/** A change below this fraction must not look like a mountain. */
const LEAST_SPAN = 0.02;

export function Sparkline({ values, label }: Props) {
  const found = values.flatMap((value, i) => (value === null ? [] : [{ i, value }]));
  if (found.length < 2) return null;
  const list = found.map(({ value }) => value);
  const [low, high] = [Math.min(...list), Math.max(...list)];
  const span = Math.max(LEAST_SPAN, high - low);
  const x = (i: number) => MARGIN + (i / (values.length - 1)) * (WIDTH - 2 * MARGIN);
  const y = (value: number) => HEIGHT - MARGIN - ((value - (high + low - span) / 2) / span) * (HEIGHT - 2 * MARGIN);
  const last = found.at(-1)!;
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={label} style={{ display: 'block' }}>
      <polyline
        points={found.map(({ i, value }) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
      <circle cx={x(last.i)} cy={y(last.value)} r={2} fill="currentColor" />
    </svg>
  );
}
