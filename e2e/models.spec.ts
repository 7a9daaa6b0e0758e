/** Vision-language models from a folder. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { dropFolder } from './drop';
import { emptyFolder, write } from './folders';

/** Both models in the Hugging Face layout, as far as a check without loading looks at them. */
async function modelFolder(leftOut: string): Promise<string> {
  const folder = await emptyFolder();
  for (const [name, type] of [
    ['clip', 'clip'],
    ['owlvit', 'owlvit'],
  ]) {
    const files: Record<string, string> = {
      'config.json': JSON.stringify({ model_type: type }),
      'preprocessor_config.json': '{}',
      'tokenizer.json': '{}',
      'tokenizer_config.json': '{}',
      'onnx/model.onnx': 'weights',
    };
    for (const [path, text] of Object.entries(files))
      if (`${name}/${path}` !== leftOut) await write(join(folder, name!, path), text);
  }
  return folder;
}

for (const missing of ['owlvit/onnx/model.onnx', 'clip/tokenizer.json'])
  test(`a model folder without ${missing} is refused, and the file is named`, async ({ page }) => {
    await page.goto('./');
    await page.getByText('Folder', { exact: true }).click();
    await dropFolder(page, 'drop-models', await modelFolder(missing));
    await expect(page.getByTestId('models-error')).toContainText(missing.slice(missing.indexOf('/') + 1));
  });

test('a model folder that is complete is accepted', async ({ page }) => {
  await page.goto('./');
  await page.getByText('Folder', { exact: true }).click();
  await dropFolder(page, 'drop-models', await modelFolder(''));
  await expect(page.getByText('The models are complete')).toBeVisible();
});
