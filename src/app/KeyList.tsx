/** Keys, and what each of them does. */
import classes from './KeyList.module.css';

interface Props {
  keys: readonly { label: string; does: string }[];
  columns?: number;
}

export function KeyList({ keys, columns = 1 }: Props) {
  return (
    <dl className={classes.keys} style={{ gridTemplateColumns: `repeat(${columns}, max-content 1fr)` }}>
      {keys.map(({ label, does }) => (
        <div key={does}>
          <dt>
            <kbd>{label}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
