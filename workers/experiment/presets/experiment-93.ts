/** Table 4: GTA to Cityscapes, where GTA's labels are folded into SYNTHIA's 16 classes first. */
import { DAFORMER_METHOD, MIC } from './methods';
import { DAFORMER, HRDA } from './networks';
import { PHASES, PHASES_BUT_LAST } from './relabeling';
import { configOf } from './row';

const DATA = { source: 'gta16', target: 'cityscapes', method: DAFORMER_METHOD } as const;

export const EXPERIMENT_93 = {
  '93.1': configOf({ ...DATA, network: DAFORMER }),
  '93.2': configOf({ ...DATA, network: DAFORMER, phases: PHASES }),
  '93.3': configOf({ ...DATA, network: HRDA, mask: MIC }),
  '93.4': configOf({ ...DATA, network: HRDA, mask: MIC, phases: PHASES_BUT_LAST }),
};
