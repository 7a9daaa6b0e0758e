/** How a class is called. */
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { unnamedClass } from '../words/stage';

/** Its name, or its number where the list of classes has none of it. */
export const nameOfClass = ({ classes }: Pick<Taxonomy, 'classes'>, id: number): string =>
  classes[id]?.name ?? unnamedClass(id);
