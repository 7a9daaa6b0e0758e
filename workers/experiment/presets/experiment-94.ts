/** Table 5: SYNTHIA to ACDC, streets in fog, rain, snow and at night. */
import { DAFORMER_METHOD, MIC } from './methods';
import { DAFORMER, HRDA } from './networks';
import { PHASES_BUT_LAST } from './relabeling';
import { configOf } from './row';

const DATA = { source: 'synthia', target: 'acdc', method: DAFORMER_METHOD } as const;

export const EXPERIMENT_94 = {
  '94.1': configOf({ ...DATA, network: DAFORMER }),
  '94.2': configOf({ ...DATA, network: HRDA }),
  '94.3': configOf({ ...DATA, network: HRDA, mask: MIC }),
  '94.4': configOf({ ...DATA, network: HRDA, mask: MIC, phases: PHASES_BUT_LAST }),
};
