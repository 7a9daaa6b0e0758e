/** Files of a run in the browser's storage, as the page has written them. */
import type { Page } from '@playwright/test';

/** Names of the runs that are stored. */
export const storedRunNames = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const runs = await (await navigator.storage.getDirectory()).getDirectoryHandle('runs');
    const names: string[] = [];
    for await (const name of runs.keys()) names.push(name);
    return names;
  });

/** The lines of a file of JSON lines; `path` begins in the run's folder. */
export async function storedLines<Line>(page: Page, run: string, path: string): Promise<Line[]> {
  const text = await page.evaluate(
    async ([run, path]) => {
      const steps = ['runs', run!, ...path!.split('/')];
      const name = steps.pop()!;
      let folder = await navigator.storage.getDirectory();
      for (const step of steps) folder = await folder.getDirectoryHandle(step);
      return (await (await folder.getFileHandle(name)).getFile()).text();
    },
    [run, path],
  );
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
