import { it } from 'vitest';
import { withGpu } from '../../models/testing/gpu';
import { readManifest, readReference } from '../../models/testing/reference';
import { dacsStepCase, trainSequenceCase } from '../parity/train';

withGpu();
const dir = '../shared/fixtures';
const m = readManifest(dir);
const open = (n: string) => readReference(dir, m[n]!);
const show = (n: string, cs: any[]) => {
  const bad = cs.filter((c) => !(c.maxAbsError <= c.tolerance));
  console.log(n, cs.length, 'bad', bad.length);
  for (const c of bad.slice(0, 22)) console.log('  ', c.what, c.maxAbsError, c.tolerance);
  const w = cs
    .map((c) => c.maxAbsError / (c.tolerance || 1e-30))
    .filter(Number.isFinite)
    .sort((a, b) => b - a)[0];
  console.log(' worst ratio', w);
};
it('seq', async () => {
  show('seq', await trainSequenceCase(open('train_seq'), open));
});
it('step', async () => {
  show('step', await dacsStepCase(open('dacs_step'), open));
});
