/** The network of a run that lies in the browser's storage is exported. */
import { expect, type Page, test } from '@playwright/test';
import { readMetadata, readSafetensors } from '../models/weights/safetensors';
import type { SessionRecord } from '../src/run/session';
import { DEMO_BASELINE } from '../workers/experiment/demo';
import { MemoryFolder } from '../workers/testing/memory-folder';
import { RunFolder } from '../workers/train/run-folder';
import { unzipped } from './unzip';
import { demoWeights, type Tensors } from './weights';

const RUN = 'stored';

/** The folder of a finished run, written by the lab's own code. */
async function runFolder(student: Tensors, teacher: Tensors): Promise<Map<string, Uint8Array>> {
  const folder = new MemoryFolder(RUN);
  const run = new RunFolder(folder);
  await run.begin(DEMO_BASELINE);
  const prefixed = (prefix: string, tensors: Tensors) =>
    [...tensors].map(([name, tensor]) => [prefix + name, tensor] as const);
  const state = new Map([...prefixed('model.', student), ...prefixed('ema_model.', teacher)]);
  await run.saveCheckpoint({ iteration: DEMO_BASELINE.schedule.iterations, state, relabeling: null });
  return folder.files;
}

/** Puts a finished run into the browser's private file system, and its session into the list of earlier runs. */
async function store(page: Page, files: Map<string, Uint8Array>): Promise<void> {
  await page.route('**/seed/**', (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname).split('/seed/')[1]!;
    return route.fulfill({ body: Buffer.from(files.get(path)!), contentType: 'application/octet-stream' });
  });
  const demo = (part: 'source' | 'target') => ({ kind: 'demo' as const, part });
  const options: SessionRecord['runs'][number]['options'] = {
    run: RUN,
    config: DEMO_BASELINE,
    source: demo('source'),
    target: demo('target'),
    validation: null,
    models: { kind: 'builtin' },
    encoder: null,
    resume: false,
  };
  const record: SessionRecord = {
    id: 'session',
    title: 'A stored run',
    kind: 'own',
    startedAt: 0,
    runs: [{ run: RUN, part: 'single', label: 'Without relabeling', options }],
    finished: [RUN],
    results: {},
  };
  await page.evaluate(
    async ({ run, paths, record }) => {
      const root = await navigator.storage.getDirectory();
      for (const path of paths) {
        let folder = root;
        const parts = ['runs', run, ...path.split('/')];
        for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
        const stream = await (await folder.getFileHandle(parts.at(-1)!, { create: true })).createWritable();
        await stream.write(await (await fetch(`seed/${path}`)).arrayBuffer());
        await stream.close();
      }
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('csi-lab', 1);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = database.transaction('sessions', 'readwrite');
      transaction.objectStore('sessions').put(record, record.id);
      await new Promise((resolve) => {
        transaction.oncomplete = resolve;
      });
      database.close();
    },
    { run: RUN, paths: [...files.keys()], record },
  );
}

test('the student and the teacher of a finished run are exported in every form', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker'));
  const [student, teacher] = [await demoWeights(1), await demoWeights(2)];
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForFunction(async () => (await indexedDB.databases()).some(({ name }) => name === 'csi-lab'));
  await store(page, await runFolder(student, teacher));
  await page.reload();
  await page.getByRole('button', { name: 'Show A stored run' }).click();
  await page.getByRole('button', { name: 'Export' }).click();

  const exported = async (network: string, form: string) => {
    await page.getByRole('radio', { name: network, exact: true }).check();
    await page.getByRole('radio', { name: form, exact: true }).check();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const files = await unzipped(await downloading);
    await expect(page.getByTestId('exported')).toBeVisible();
    return files;
  };
  const plain = (await exported('Teacher', 'safetensors')).get('model.safetensors')!;
  expect(readMetadata(plain)).toMatchObject({ which: 'teacher', run: RUN, network: 'custom + segformer' });
  const name = 'decode_head.linear_pred.weight';
  expect(readSafetensors(plain).get(name)!.data).toEqual(teacher.get(name)!.values);

  const theirs = await exported('Student', 'Hugging Face');
  expect([...theirs.keys()]).toEqual(['model.safetensors', 'config.json', 'preprocessor_config.json']);
  const weights = readSafetensors(theirs.get('model.safetensors')!);
  expect(weights.get('decode_head.classifier.weight')!.data).toEqual(student.get(name)!.values);
  await expect(page.getByTestId('exported')).toContainText('LayerNorm');

  const onnx = await exported('Student', 'ONNX');
  expect([...onnx.keys()]).toEqual(['onnx/model.onnx', 'config.json', 'preprocessor_config.json']);
  expect(onnx.get('onnx/model.onnx')!.length).toBeGreaterThan(3_000_000);

  await page.getByRole('radio', { name: 'Best student', exact: true }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('has no best network: it was never evaluated')).toBeVisible();
});
