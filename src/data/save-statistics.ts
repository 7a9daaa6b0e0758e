/** Saves class statistics in the reference's form: into a folder that the person picks, or among the downloads. */
import { download } from '../app/download';
import { chooseSaveTarget } from '../app/save-target';
import { lab } from '../lab';
import { saveStatistics as words } from '../words/data';

/** @returns what was saved, in words; null where the dialog was closed. Must be called in a click. */
export async function saveStatistics(id: string): Promise<string | null> {
  const target = await chooseSaveTarget('statistics');
  if (!target) return null;
  const files = await lab().statisticsFiles(id);
  const names = files.map(({ name }) => name).join(', ');
  for (const { name, bytes } of files) {
    if (target.kind === 'zip') {
      download(name, new Blob([bytes]));
      continue;
    }
    const stream = await (await target.handle.getFileHandle(name, { create: true })).createWritable();
    await stream.write(bytes);
    await stream.close();
  }
  return target.kind === 'zip' ? words.downloads(names) : words.folder(target.handle.name, names);
}
