/**
 * The demo without a person: the address starts it, and the document tells a program how far it is.
 *
 * `document.documentElement.dataset.demo` is `running`, `finished` or `failed`; `window.csiLabReport` holds the outcome
 * as JSON, and `window.csiLabFailure` the sentence why there is none.
 */
import { demoReport } from '../evaluate/demo-report';
import { demoPlan } from '../experiment/demo-plan';
import { startSession } from '../run/control';
import { stampOf } from '../run/session';
import { obstacle, useHardware } from '../store/hardware';
import { useSession } from '../store/session';
import { unattended as words } from '../words/app';
import { readAddress } from './address';
import { sentenceOf } from './sentence';

declare global {
  interface Window {
    csiLabReport?: string;
    csiLabFailure?: string;
  }
}

export async function runAddress(search: string): Promise<void> {
  const { dataset } = document.documentElement;
  try {
    const { demo } = readAddress(search);
    if (!demo) return;
    dataset.demo = 'running';
    await useHardware.getState().check();
    const problem = obstacle(useHardware.getState());
    if (problem) throw new Error(problem);
    await startDemo(demo);
    const { record, runs } = useSession.getState();
    const unfinished = runs.find((run) => run.status !== 'finished');
    if (unfinished) throw new Error(unfinished.message ?? words.unfinished(unfinished.label, unfinished.status));
    window.csiLabReport = JSON.stringify(demoReport(record!, useHardware.getState().facts!.adapter));
    dataset.demo = 'finished';
  } catch (error) {
    window.csiLabFailure = sentenceOf(error);
    dataset.demo = 'failed';
  }
}

/** Starts the demo; resolves when both runs have ended. */
export function startDemo(options: { iterations: number | null; seed: number }): Promise<void> {
  return startSession(words.session, 'demo', demoPlan(options, stampOf(new Date())));
}
