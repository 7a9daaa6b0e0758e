/** What the tab's title and the system's notifications say of the run that goes on. */

import type { RunEntry } from '../store/session';
import { attention as words } from '../words/app';
import { supervisedWords } from '../words/decisions';
import { STATUS_WORDS } from '../words/run-status';
import { formatPoints } from './format';

export interface Standing {
  status: RunEntry['status'];
  /** Share of its iterations that are done, 0..1. */
  share: number;
  /** Place among the runs of its session, from 1, and how many there are. */
  place: number;
  of: number;
}

/** "42 % · CSI Lab" while a run works, "Finished · CSI Lab" afterwards; null where none was begun in this tab. */
export function titleOf(standing: Standing | null): string {
  if (!standing) return words.name;
  const { status, share, place, of } = standing;
  const parts = [
    ...(status === 'running' ? [] : [capital(STATUS_WORDS[status].text)]),
    // Rounded down: a run at 100 % has ended.
    ...(status === 'running' || status === 'paused' ? [`${Math.floor(100 * share)} %`] : []),
    ...(of > 1 ? [words.place(place, of)] : []),
  ];
  return `${parts.join(', ')} · ${words.name}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export interface Notice {
  title: string;
  body: string;
}

interface Change {
  before: RunEntry['status'];
  now: Pick<RunEntry, 'status' | 'message' | 'label'>;
  session: string;
  /** A pause that a person asked for is no news. */
  pauseAsked: boolean;
  /** Mean IoU of its last evaluation, 0..1. */
  miou: number | null | undefined;
  /** Decisions by hand that it had. */
  decisions?: number;
}

/** What is worth a notification: that a run finished, failed, or paused by itself; null for all else. */
export function noticeOf({ before, now, session, pauseAsked, miou, decisions }: Change): Notice | null {
  const { status, message, label } = now;
  if (status === before) return null;
  const run = words.run(session, label);
  if (status === 'finished')
    return {
      title: words.finished,
      body:
        typeof miou === 'number'
          ? words.reached(run, formatPoints(miou), supervisedWords({ decisions }))
          : words.ended(run, null),
    };
  if (status === 'failed') return { title: words.failed, body: words.ended(run, message) };
  if (status === 'paused' && !pauseAsked) return { title: words.paused, body: words.ended(run, message) };
  return null;
}
