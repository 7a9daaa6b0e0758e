/** Id maps from files and into them. */
import type { IdMap } from '../../workers/experiment/id-map';
import type { DatasetCard } from '../../workers/protocol';
import { download } from '../app/download';
import { sentenceOf } from '../app/sentence';
import { type DatasetRole, useDatasets } from '../store/datasets';
import { draftNow, useTaxonomy } from '../store/taxonomy';
import { idMap as words } from '../words/data';

/** The classes that the experiment has now. */
const taxonomyNow = () => draftNow(useTaxonomy.getState()).taxonomy;

/** The map by which the labels are read now, of all values that were seen. */
export function currentMap({ values }: Pick<DatasetCard, 'values'>, own: IdMap | null): IdMap {
  return own ?? Object.fromEntries(values.map(({ value, trainId }) => [value, trainId]));
}

/** Reads the labels of a data set by the map in a file; says so where the file is none. */
export async function importIdMap(role: DatasetRole, file: File): Promise<void> {
  const { setIdMap, note } = useDatasets.getState();
  const { parseIdMap } = await import('../../workers/experiment/id-map');
  try {
    await setIdMap(role, parseIdMap(await file.text(), file.name, taxonomyNow()));
    note(role, words.readBy(file.name));
  } catch (error) {
    note(role, sentenceOf(error));
  }
}

export async function exportIdMap(name: string, map: IdMap): Promise<void> {
  const { idMapText } = await import('../../workers/experiment/id-map');
  download(`${name}-id-map.json`, new Blob([idMapText(map, taxonomyNow())], { type: 'application/json' }));
}
