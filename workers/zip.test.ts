import { describe, expect, it } from 'vitest';
import { inMemory, ZipArchive } from '../models/weights/torch/zip';
import { zip } from './zip';

const blob = (text: string) => new Blob([text]);
const bytesOf = async (archive: Blob) => new Uint8Array(await archive.arrayBuffer());

/** The archive as the reader of PyTorch's files sees it, checksums verified. */
async function unpacked(archive: Blob): Promise<Record<string, string>> {
  const bytes = await bytesOf(archive);
  const reader = await ZipArchive.open(inMemory(bytes), 'a.zip', { error: Error });
  const files: Record<string, string> = {};
  for (const name of reader.names()) files[name] = new TextDecoder().decode((await reader.read(name))!);
  return files;
}

describe('zip', () => {
  it('is read by others, with folders, empty files and names in any script', async () => {
    const files = { 'onnx/model.onnx': 'weights', 'leer.txt': '', 'Straße/日本.json': '{"a":1}' };
    const archive = await zip(Object.entries(files).map(([path, text]) => [path, blob(text)] as const));
    expect(archive.type).toBe('application/zip');
    expect(await unpacked(archive)).toEqual(files);
  });

  it('is whole without any file, and the same for the same files', async () => {
    expect(await unpacked(await zip([['a', blob('x')]]))).toEqual({ a: 'x' });
    expect((await bytesOf(await zip([]))).length).toBe(22);
    expect(await bytesOf(await zip([['a', blob('x')]]))).toEqual(await bytesOf(await zip([['a', blob('x')]])));
  });
});
