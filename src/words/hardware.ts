/** The hardware check in plain words. */
import { formatBytes } from '../app/format';
import type { HardwareFacts } from '../store/hardware';

export interface Finding {
  level: 'good' | 'slow' | 'bad';
  title: string;
  text: string;
}

/** What a laptop preset needs of one GPU buffer. */
const COMFORTABLE_BUFFER_BYTES = 1 << 30;

/** One finding per line of the check, most important first. `memoryGB` is the browser's rounded answer, if any. */
export function findings(facts: HardwareFacts, memoryGB: number | undefined): Finding[] {
  if (facts.problem) return [{ level: 'bad', title: 'The lab cannot run here', text: facts.problem }];
  const list: Finding[] = [
    facts.fallback
      ? {
          level: 'slow',
          title: `No graphics card: ${facts.adapter}`,
          text: 'WebGPU runs on the processor. The demo works but is slow, many seconds an iteration; choose few iterations, or use the lab command.',
        }
      : { level: 'good', title: facts.adapter, text: 'WebGPU runs on this graphics card.' },
    {
      level: facts.maxBufferBytes >= COMFORTABLE_BUFFER_BYTES ? 'good' : 'slow',
      title: `${formatBytes(facts.maxBufferBytes)} in one piece`,
      text: 'The largest single block of graphics memory that this browser gives. The demo needs far less.',
    },
  ];
  if (memoryGB !== undefined)
    list.push({
      level: memoryGB >= 8 ? 'good' : 'slow',
      title: `${memoryGB >= 8 ? 'At least 8' : memoryGB} GB of memory`,
      text: memoryGB >= 8 ? 'Enough for the demo and the small presets.' : 'Close other tabs before a long run.',
    });
  list.push(
    facts.isolated
      ? {
          level: 'good',
          title: 'All processor cores',
          text: 'The page is isolated, so the vision-language models may use threads.',
        }
      : {
          level: 'slow',
          title: 'One processor core for the vision-language models',
          text: 'The page is not isolated: serve it with the headers of the README, or reload once.',
        },
  );
  return list;
}
