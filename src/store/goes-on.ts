/** What can be changed of a run now. */
import { isLook } from '../../workers/class-look';
import type { MapChange } from '../../workers/map-change';
import type { RunEntry } from './session';

type Entry = Pick<RunEntry, 'run' | 'status'>;

/** True while a run is computed or waits for being resumed. @param active run that the workers have */
export const goesOn = ({ run, status }: Entry, active: string | null): boolean =>
  active === run && (status === 'running' || status === 'paused');

/** False before its folder is begun. */
export const isBegun = ({ status }: Entry): boolean => status !== 'preparing' && status !== 'waiting';

/** What a run learns from is changed while it goes on; how its classes are shown, at any time. */
export const mayChange = (entry: Entry, active: string | null, change: MapChange): boolean =>
  isLook(change) ? isBegun(entry) : goesOn(entry, active);
