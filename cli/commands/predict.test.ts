import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withGpu } from '../../models/testing/gpu';
import { decodePng } from '../../workers/data/png/decode';
import { encodePng } from '../../workers/data/png/encode';
import { makeDirectory } from '../../workers/host-node';
import { writeUntrainedRun } from '../../workers/train/testing/untrained-run';
import { Arguments } from '../command';
import { run as exportRun } from './export';
import { run as predict } from './predict';

withGpu();

const root = mkdtempSync(join(tmpdir(), 'predict-'));
const path = (name: string) => join(root, name);

/** A run with one checkpoint of two untrained networks, and a folder of pictures with a broken one. */
beforeAll(async () => {
  await writeUntrainedRun(await makeDirectory(path('run')), 7, (config) => {
    config.taxonomy = { classes: config.taxonomy.classes.slice(0, 7) };
    config.relabeling.map = [];
    config.method.featureDistance.classes = null;
  });
  mkdirSync(path('images/trip'), { recursive: true });
  const data = Uint8Array.from({ length: 120 * 70 * 3 }, (_, i) => (i * 7) % 256);
  const picture = await encodePng({ width: 120, height: 70, channels: 3, data });
  writeFileSync(path('images/a.png'), picture);
  writeFileSync(path('images/trip/b.png'), picture);
  writeFileSync(path('images/c.jpg'), picture.subarray(0, 100));
  writeFileSync(path('images/notes.txt'), 'no picture');
});

const args = (values: Record<string, string>) => new Arguments([], values);
const exportAs = (format: string, which: string, out: string) =>
  exportRun(args({ run: path('run'), which, format, out: path(out) }));

describe('lab export', () => {
  it.each([
    ['safetensors', ['model.safetensors']],
    ['hf', ['config.json', 'model.safetensors', 'preprocessor_config.json']],
    ['onnx', ['config.json', 'onnx', 'preprocessor_config.json']],
  ])('writes %s', async (format, files) => {
    const { report, failure } = await exportAs(format, 'teacher', `out-${format}`);
    expect(failure).toBeUndefined();
    expect(report).toMatchObject({ which: 'teacher', format, iteration: 7 });
    expect(readdirSync(path(`out-${format}`)).sort()).toEqual(files);
  });

  it('refuses what is not there or not offered', async () => {
    await expect(exportAs('safetensors', 'best', 'x')).rejects.toThrow('no best network');
    await expect(exportAs('keras', 'student', 'x')).rejects.toThrow('--format is one of safetensors, hf, onnx');
    expect(existsSync(path('x'))).toBe(false);
  });
});

describe('lab predict', () => {
  it('writes a label PNG for every picture, the classes, and names what it left out', async () => {
    await exportAs('safetensors', 'student', 'student');
    const checkpoint = path('student/model.safetensors');
    const { report, failure } = await predict(args({ checkpoint, images: path('images'), out: path('labels') }));
    expect(failure).toBeUndefined();
    expect(report).toMatchObject({ pictures: 2, inputSize: [96, 64] });
    const { problems, classShares } = report as {
      problems: { file: string; message: string }[];
      classShares: Record<string, number>;
    };
    expect(problems.map((p) => p.file)).toEqual(['c.jpg']);
    expect(Object.values(classShares).reduce((a, b) => a + b, 0)).toBeCloseTo(1);
    expect(readdirSync(path('labels')).sort()).toEqual(['a.png', 'classes.json', 'trip__b.png']);
    const label = await decodePng(new Uint8Array(readFileSync(path('labels/a.png'))), 'a.png');
    expect(label).toMatchObject({ width: 120, height: 70, channels: 1 });
    expect(Math.max(...label.data)).toBeLessThan(7);
    expect([...label.palette!.slice(0, 3)]).toEqual([128, 64, 128]);
    const { classes } = JSON.parse(readFileSync(path('labels/classes.json'), 'utf8'));
    expect(classes).toHaveLength(7);
    expect(classes[2]).toMatchObject({ id: 2, name: 'building', color: [70, 70, 70] });
  });

  it("predicts the same from a training checkpoint and from Hugging Face's names", async () => {
    const state = path('run/checkpoints/a/state.safetensors');
    const labels = async (checkpoint: string, out: string, which?: string) => {
      const given = { checkpoint, images: path('images'), out: path(out), ...(which && { which }) };
      const { report } = await predict(args(given));
      expect(report).toMatchObject({ pictures: 2 });
      const raster = await decodePng(new Uint8Array(readFileSync(path(`${out}/a.png`))), 'a.png');
      return [...raster.data];
    };
    await exportAs('hf', 'teacher', 'hf');
    await exportAs('safetensors', 'teacher', 'plain');
    const plain = await labels(path('plain/model.safetensors'), 'from-plain');
    expect(await labels(path('hf/model.safetensors'), 'from-hf')).toEqual(plain);
    expect(new Set(plain).size).toBeGreaterThan(1);
    const teacher = await labels(state, 'from-teacher', 'teacher');
    expect(await labels(state, 'from-student')).not.toEqual(teacher);
  });

  it('refuses to mix pictures and labels, and folders without pictures', async () => {
    const checkpoint = path('run/checkpoints/a/state.safetensors');
    const call = (images: string, out: string) => predict(args({ checkpoint, images: path(images), out: path(out) }));
    await expect(call('images', 'images')).rejects.toThrow('lies in --images');
    await expect(call('images', 'images/labels')).rejects.toThrow('lies in --images');
    await expect(call('run', 'images-labels')).rejects.toThrow('holds no picture');
  });
});
