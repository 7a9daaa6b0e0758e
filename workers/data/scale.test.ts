import { describe, expect, it } from 'vitest';
import type { Directory, SourceFile } from '../host';
import { allItems } from './layouts/layout';
import { list } from './scan';

/** A folder that makes up its files when they are asked for: nothing of it lies in memory. */
class MadeUpFolder implements Directory {
  constructor(
    readonly name: string,
    private readonly children: Map<string, MadeUpFolder | number>,
    private readonly fileName: (i: number) => string = String,
    private readonly opened: { files: number } = { files: 0 },
  ) {}

  listed = 0;

  async *entries(): AsyncIterable<{ name: string; kind: 'file' | 'directory' }> {
    this.listed++;
    for (const [name, child] of this.children) {
      if (typeof child !== 'number') yield { name, kind: 'directory' };
      else for (let i = 0; i < child; i++) yield { name: this.fileName(i), kind: 'file' };
    }
  }

  async directory(path: string): Promise<Directory | null> {
    const [first = '', ...rest] = path.split('/');
    const child = this.children.get(first);
    if (!(child instanceof MadeUpFolder)) return null;
    return rest.length ? child.directory(rest.join('/')) : child;
  }

  async file(name: string): Promise<SourceFile | null> {
    this.opened.files++;
    return name.endsWith('.json') ? null : Promise.reject(new Error(`${name} was opened.`));
  }
}

const files = (name: string, count: number, fileName: (i: number) => string, opened: { files: number }) =>
  new MadeUpFolder(name, new Map([['files', count]]), fileName, opened);

const numbered = (i: number) => `${String(i).padStart(7, '0')}.png`;

describe('a data set of 25,000 pairs', () => {
  it('is listed in less than ten seconds, in order, without opening a file or holding much', async () => {
    const count = 25_000;
    const opened = { files: 0 };
    // Backwards, as no file system promises any order.
    const backwards = (i: number) => numbered(count - 1 - i);
    const labels = files('LABELS', count, backwards, opened);
    const folder = new MadeUpFolder(
      'synthia',
      new Map<string, MadeUpFolder>([
        ['RGB', files('RGB', count, backwards, opened)],
        ['GT', new MadeUpFolder('GT', new Map([['LABELS', labels]]))],
      ]),
    );
    const before = process.memoryUsage().heapUsed;
    const start = process.cpuUsage();
    const { index } = await list(folder, {});
    // Processor time: the machine may be busy with other tests.
    const { user, system } = process.cpuUsage(start);
    const held = process.memoryUsage().heapUsed - before;
    expect((user + system) / 1e6).toBeLessThan(10);
    expect(held / count).toBeLessThan(4000);
    expect(opened.files).toBe(0);
    if (!index) throw new Error('not recognised');
    const stems = allItems(index).map(({ stem }) => stem);
    expect(stems.length).toBe(count);
    expect([stems[0], stems[1], stems[count - 1]]).toEqual(['0000000', '0000001', '0024999']);
    expect(index.problems).toEqual([]);
  });

  it.each(['images', 'pictures of a holiday'])(
    'lists the folder %s once, whatever is looked for in it',
    async (name) => {
      const folder = files(name, 2000, numbered, { files: 0 });
      const { index } = await list(folder, {});
      expect(index?.layout).toBe('images');
      expect(folder.listed).toBe(1);
    },
  );

  it('is given up where a whole disk was dropped', async () => {
    const folder = files('disk', 200_002, (i) => `${i}.jpg`, { files: 0 });
    await expect(list(folder, {})).rejects.toThrow(/disk holds more than 200000 files; open the folder/);
  });
});
