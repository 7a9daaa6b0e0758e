/** Table 3: relabeling without CLIP. The reference's name is that of 90.2, which has CLIP. */
import { DAFORMER_METHOD } from './methods';
import { DAFORMER } from './networks';
import { MAP_WITHOUT_CLIP, PHASES } from './relabeling';
import { configOf } from './row';

export const EXPERIMENT_92 = {
  '92.1': configOf({
    source: 'synthia',
    target: 'cityscapes',
    network: DAFORMER,
    method: DAFORMER_METHOD,
    phases: PHASES,
    map: MAP_WITHOUT_CLIP,
  }),
};
