/** Follows the run that goes on, outside React: writes the tab's title, and tells the system how it ended. */

import { live } from '../store/live';
import { usePage } from '../store/page';
import { useScores } from '../store/scores';
import { useSession } from '../store/session';
import { whereItIs } from '../words/run-status';
import { noticeOf, type Standing, titleOf } from './attention';

type Session = ReturnType<typeof useSession.getState>;

/** @returns a function that ends it. */
export function watchRuns(): () => void {
  /** The run that went on last in this tab: one that is only looked at has no news. */
  let followed: string | null = null;
  const write = () => {
    const { runs, active } = useSession.getState();
    followed = active ?? followed;
    const title = titleOf(standingOf(runs, followed));
    if (document.title !== title) document.title = title;
  };
  const tell = (now: Session, before: Session) => {
    write();
    if (now.runs === before.runs) return;
    for (const entry of now.runs) {
      const was = before.runs.find(({ run }) => run === entry.run);
      if (!was || was.status === entry.status || entry.run !== followed) continue;
      const evaluation = useScores.getState().latest[entry.run];
      const notice = noticeOf({
        before: was.status,
        now: entry,
        session: now.record?.title ?? entry.run,
        pauseAsked: before.asked === 'pause',
        miou: evaluation?.scores.miou,
        decisions: evaluation?.decisions,
      });
      if (notice && usePage.getState().notify && document.visibilityState === 'hidden') notify(notice, entry.run);
    }
  };
  write();
  const ends = [useSession.subscribe(tell), live.subscribe(write)];
  return () => {
    for (const end of ends) end();
  };
}

function standingOf(runs: Session['runs'], run: string | null): Standing | null {
  const at = runs.findIndex((entry) => entry.run === run);
  if (at < 0) return null;
  const { status, options } = runs[at]!;
  const { share } = whereItIs(live.getState().runs[run!] ?? null, options.config.schedule.iterations);
  return { status, share, place: at + 1, of: runs.length };
}

/** One per run: a later one takes the place of the one before. */
function notify({ title, body }: { title: string; body: string }, run: string): void {
  if (Notification.permission !== 'granted') return;
  const shown = new Notification(title, { body, tag: run, icon: 'icon.svg' });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}
