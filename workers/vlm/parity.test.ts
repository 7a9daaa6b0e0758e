import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../models/weights/safetensors';
import { nmsParity, type ParityTensor, relabelParity } from './parity';

const FIXTURES = process.env.CSI_FIXTURES ?? join(import.meta.dirname, '../../../shared/fixtures');
const readJson = (name: string): unknown => JSON.parse(readFileSync(join(FIXTURES, name), 'utf8'));

describe('numbers of the reference code', () => {
  it('suppresses the same boxes', () => {
    expect(nmsParity(readJson('nms.json'))).toMatchObject({ maxAbsError: 0, pass: true });
  });

  it('relabels the same pixels, with the same votes, counts and verdicts', () => {
    const tensors = readSafetensors(readFileSync(join(FIXTURES, 'relabel.safetensors')));
    const result = relabelParity(readJson('relabel.json'), tensors);
    expect(result.note).toMatch(/cases: \d+ comparisons/);
    expect(result).toMatchObject({ tolerance: 1e-4, pass: true });
  });

  it('names the first difference', () => {
    const tensors = new Map<string, ParityTensor>(readSafetensors(readFileSync(join(FIXTURES, 'relabel.safetensors'))));
    const label = tensors.get('basic/relabeled_0')!;
    const changed = Uint8Array.from(label.data as Uint8Array);
    changed[5] = 77;
    tensors.set('basic/relabeled_0', { ...label, data: changed });
    const result = relabelParity(readJson('relabel.json'), tensors);
    expect(result).toMatchObject({ pass: false, tolerance: 0 });
    expect(result.maxAbsError).toBeGreaterThan(0);
    expect(result.note).toContain('basic, iteration 0, label of sample 0: pixel 5');
  });

  it('fails where a kept box is missing from the reference', () => {
    const result = nmsParity([{ name: 'one', iou_threshold: 0.3, boxes: [[0, 0, 9, 9]], scores: [0.5], keep: [] }]);
    expect(result).toMatchObject({ pass: false, maxAbsError: 1, note: 'one: [0] instead of []' });
  });
});
