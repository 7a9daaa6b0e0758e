/**
 * Progress of a call to a worker. It comes over a port of its own, so some may arrive after the answer; shown then, it
 * would stay for ever.
 */
import { proxy } from 'comlink';

/** Asks with a listener that hears nothing more once the answer is there. */
export async function untilAnswered<Event, Result>(
  listener: (event: Event) => void,
  ask: (listener: (event: Event) => void) => Promise<Result>,
): Promise<Result> {
  let answered = false;
  try {
    return await ask(
      proxy((event: Event) => {
        if (!answered) listener(event);
      }),
    );
  } finally {
    answered = true;
  }
}
