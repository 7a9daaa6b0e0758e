/**
 * Table 2: other networks and methods. As written in the reference its rows relabel without having collected votes, so
 * that trains are left alone (Q7); each has a variant of ours that collects them as the other experiments do.
 */
import type { ExperimentConfig } from '../schema';
import { DACS, DAFORMER_METHOD } from './methods';
import { DEEPLAB, HRDA } from './networks';
import { PHASES_BUT_LAST, PHASES_WITHOUT_VOTES } from './relabeling';
import { configOf, type Row } from './row';

const DATA = { source: 'synthia', target: 'cityscapes' } as const;
/** Without DAFormer's ideas about data. */
const PLAIN: Row = { ...DATA, network: DEEPLAB, method: DACS, daformerData: false };
const BETTER: Row = { ...DATA, network: DEEPLAB, method: DAFORMER_METHOD };
const TWO_SCALES: Row = { ...DATA, network: HRDA, method: DAFORMER_METHOD };

/** Both relabel in the same iterations, so the reference's name is the same: ours says what it does besides. */
function collecting(row: Row): ExperimentConfig {
  const config = configOf({ ...row, phases: PHASES_BUT_LAST });
  return { ...config, name: `${config.name}_collect_${config.relabeling.collect!.join('_to_')}` };
}

export const EXPERIMENT_91 = {
  '91.1': configOf(PLAIN),
  '91.2': configOf({ ...PLAIN, phases: PHASES_WITHOUT_VOTES }),
  '91.2-collect': collecting(PLAIN),
  '91.3': configOf(BETTER),
  '91.4': configOf({ ...BETTER, phases: PHASES_WITHOUT_VOTES }),
  '91.4-collect': collecting(BETTER),
  '91.5': configOf({ ...TWO_SCALES, phases: PHASES_WITHOUT_VOTES }),
  '91.5-collect': collecting(TWO_SCALES),
};
