/** A stored run of the built-in city that considered many patches, and that this browser began. */
import type { Page } from '@playwright/test';
import { DEMO_CITY } from '../workers/data/city/dataset';
import type { ExperimentConfig } from '../workers/experiment/schema';
import type { ConsideredPatch, PatchReason } from '../workers/protocol';
import type { MemoryFolder } from '../workers/testing/memory-folder';
import { RunFolder } from '../workers/train/run-folder';

const CROP = 128;
/** A whole number of iterations. */
const WITH_LABELS = 1000;
const REASONS: PatchReason[] = ['no source pixel', 'too small', 'other class', 'below threshold', 'duplicate'];
const KINDS = [
  { from: 13, to: 14 },
  { from: 8, to: 9 },
  { from: 13, to: 16 },
];

/** What the reader of the test can count: every third patch is accepted, the others have each reason in turn. */
export function patchAt(i: number, { taxonomy }: ExperimentConfig): ConsideredPatch {
  const kind = KINDS[i % KINDS.length]!;
  const accepted = i % 3 === 0;
  const reason = accepted ? null : REASONS[i % REASONS.length]!;
  const score = ((i * 7919) % 9973) / 9973;
  const side = 12 + (i % 50);
  const [x0, y0] = [(i * 13) % (CROP - side), (i * 29) % (CROP - side)];
  const { category } = taxonomy.classes[kind.to]!;
  const prompts = taxonomy.classes.filter((info) => info.category === category).flatMap((info) => info.prompts);
  const asked = reason !== 'duplicate' && reason !== 'no source pixel' && reason !== 'too small';
  const name = `citya_${String(i % DEMO_CITY.target.count).padStart(6, '0')}_000019`;
  return {
    iteration: 450 + Math.floor(i / 50),
    sample: i % 2,
    file: `leftImg8bit/train/citya/${name}_leftImg8bit.png`,
    crop: { x: (i * 31) % CROP, y: 0, width: CROP, height: CROP, flipped: i % 4 === 1 },
    box: { x0, y0, x1: x0 + side, y1: y0 + side },
    ...kind,
    accepted,
    reason,
    detectionScore: Number(score.toFixed(4)),
    classScore: asked ? Number((1 - score / 2).toFixed(4)) : null,
    predicted: asked ? (reason === 'other class' ? 15 : kind.to) : null,
    probabilities: asked ? prompts.map((_, k) => Number(((k + 1) / (prompts.length * prompts.length)).toFixed(4))) : [],
    duplicates: i % 4,
    relabeledPixels: accepted ? side * 4 : 0,
  };
}

/** Adds patches to a run's folder, with labels before and after for the crops of the last iterations. */
export async function considerPatches(folder: MemoryFolder, config: ExperimentConfig, count: number): Promise<void> {
  const run = new RunFolder(folder);
  const patches = Array.from({ length: count }, (_, i) => patchAt(i, config));
  await run.savePatches(patches);
  const last = patches.slice(-WITH_LABELS);
  const crops = new Map(last.map((patch) => [`${patch.iteration} ${patch.sample}`, patch]));
  await run.saveLabelPairs(
    [...crops.values()].map(({ iteration, sample }) => {
      const before = new Uint8Array(CROP * CROP).fill(0);
      before.fill(2, 0, (CROP * CROP) / 2);
      const after = before.slice();
      for (const patch of last)
        if (patch.iteration === iteration && patch.sample === sample && patch.accepted)
          for (let y = patch.box.y0; y < patch.box.y1; y++)
            after.fill(patch.to, y * CROP + patch.box.x0, y * CROP + patch.box.x1);
      return { iteration, sample, width: CROP, height: CROP, before, after };
    }),
  );
}

/**
 * Tells the page that it began the run itself: on the built-in city, or where `folder` is given on a folder of the page's
 * storage, as source, target and validation. `ended`: false where the page offers to resume it.
 */
export async function rememberBegun(
  page: Page,
  run: string,
  config: ExperimentConfig,
  folder: string | null = null,
  ended = true,
): Promise<void> {
  await page.evaluate(
    async ([name, settings, own, done]) => {
      const handle = own && (await (await navigator.storage.getDirectory()).getDirectoryHandle(own));
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('csi-lab', 1);
        opening.onupgradeneeded = () => {
          opening.result.createObjectStore('folders');
          opening.result.createObjectStore('sessions');
        };
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction('sessions', 'readwrite');
          const options = {
            run: name,
            config: settings,
            source: handle ? { kind: 'handle', handle } : { kind: 'demo', part: 'source' },
            target: handle ? { kind: 'handle', handle } : { kind: 'demo', part: 'target' },
            validation: handle ? { kind: 'handle', handle } : null,
            models: { kind: 'builtin' },
            encoder: null,
            resume: false,
          };
          const planned = { run: name, part: 'single', label: 'With relabeling', options };
          const record = {
            id: 'own-1',
            title: name,
            kind: 'own',
            startedAt: 1,
            runs: [planned],
            finished: done ? [name] : [],
          };
          writing.objectStore('sessions').put({ ...record, results: {} }, record.id);
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      });
    },
    [run, config, folder, ended] as const,
  );
}
