import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Arguments } from '../command';
import { type ParityCase, run } from './parity';

const FIXTURES = process.env.CSI_FIXTURES ?? join('..', 'shared', 'fixtures');

interface Report {
  cases: ParityCase[];
  passed: number;
  failed: number;
  skipped: { name: string; why: string }[];
}

async function parity(fixtures: string) {
  const { report, failure } = await run(new Arguments([], { fixtures }));
  return { report: report as Report, failure };
}

describe('lab parity', () => {
  it('passes every fixture', { timeout: 600_000 }, async () => {
    const manifest = JSON.parse(readFileSync(join(FIXTURES, 'manifest.json'), 'utf8')) as { fixtures: object };
    const { report, failure } = await parity(FIXTURES);
    expect(failure).toBeUndefined();
    expect(report.cases.map((c) => c.name).sort()).toEqual(Object.keys(manifest.fixtures).sort());
    expect(report.skipped).toEqual([]);
    for (const c of report.cases) expect(c.maxAbsError, c.name).toBeLessThanOrEqual(c.tolerance);
  });

  it('fails where a number is wrong, and where a file is not there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parity-'));
    const nms = { name: 'x', iou_threshold: 0.3, boxes: [[0, 0, 5, 5]], scores: [0.5], keep: [1] };
    writeFileSync(join(folder, 'nms.json'), JSON.stringify([nms]));
    const entry = { call: '', hyper: {}, json: 'nms.json' };
    const iou = { call: '', hyper: { num_classes: 19 }, file: 'gone.safetensors' };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ fixtures: { nms: entry, iou, other: entry } }));
    const { report, failure } = await parity(folder);
    expect(report).toMatchObject({ passed: 0, failed: 2 });
    expect(report.skipped).toEqual([{ name: 'other', why: expect.stringContaining('no comparison') }]);
    expect(failure).toMatch(/2 of 2 fixtures.*nms.*gone\.safetensors/);
  });

  it('asks for a folder that has a manifest', async () => {
    await expect(parity(tmpdir())).rejects.toThrow('no manifest.json');
  });
});
