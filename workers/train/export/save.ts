/** Saves files where a person wants them: in a folder that was picked, or as one zip to download. */
import { WritableHandleDirectory } from '../../host-browser';
import type { Saved, SaveTarget } from '../../protocol';
import { zip } from '../../zip';

/**
 * A picked folder gets a sub-folder of the target's name, so that nothing that lies there is overwritten; where that
 * name is taken, a number follows it.
 */
export async function save(files: Iterable<readonly [string, Blob]>, target: SaveTarget): Promise<Saved> {
  const list = [...files];
  const paths = list.map(([path]) => path);
  if (target.kind === 'zip') return { files: paths, zip: await zip(list), notes: [] };
  const name = await freeName(target.handle, target.name);
  const folder = new WritableHandleDirectory(await target.handle.getDirectoryHandle(name, { create: true }));
  for (const [path, content] of list) await folder.write(path, new Uint8Array(await content.arrayBuffer()));
  return { files: paths.map((path) => `${name}/${path}`), zip: null, notes: [] };
}

async function freeName(handle: FileSystemDirectoryHandle, wanted: string): Promise<string> {
  const taken = new Set<string>();
  for await (const name of handle.keys()) taken.add(name.toLowerCase());
  let name = wanted;
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${wanted}-${i}`;
  return name;
}
