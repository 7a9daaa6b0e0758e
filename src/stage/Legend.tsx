/** The colour of a class, as a small square. */
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { useColored } from '../store/colors';
import classes from './Legend.module.css';
import { cssColor } from './palette';

export function Swatch({ taxonomy, id }: { taxonomy: Taxonomy; id: number | null }) {
  return <span className={classes.swatch} style={{ background: cssColor(useColored(taxonomy), id) }} />;
}
