/** Table 1: SYNTHIA to Cityscapes with DAFormer, HRDA and MIC; each without relabeling, then with it. */
import { DAFORMER_METHOD, MIC } from './methods';
import { DAFORMER, HRDA } from './networks';
import { PHASES, PHASES_BUT_LAST } from './relabeling';
import { configOf } from './row';

const DATA = { source: 'synthia', target: 'cityscapes', method: DAFORMER_METHOD } as const;

export const EXPERIMENT_90 = {
  '90.1': configOf({ ...DATA, network: DAFORMER }),
  '90.2': configOf({ ...DATA, network: DAFORMER, phases: PHASES }),
  '90.3': configOf({ ...DATA, network: HRDA }),
  '90.4': configOf({ ...DATA, network: HRDA, phases: PHASES }),
  '90.5': configOf({ ...DATA, network: HRDA, mask: MIC }),
  '90.6': configOf({ ...DATA, network: HRDA, mask: MIC, phases: PHASES_BUT_LAST }),
};
