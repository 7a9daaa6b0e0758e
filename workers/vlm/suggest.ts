/**
 * Which source class a target class may hide in, judged by words alone: CLIP's text embeddings of the class names.
 *
 * A suggestion and no more: similar words need not look alike, and what a network takes for what is only known from
 * its pseudo-labels, which is what votes are collected for.
 */
import type { Taxonomy } from '../experiment/taxonomy';
import type { SourceSuggestion } from '../protocol';
import type { Clip } from './clip';

/**
 * @param targets classes without a label in the source
 * @param sources classes that the source names
 * @returns of each target all sources by falling cosine similarity; a class is not suggested for itself
 * @throws where a class is unknown.
 */
export async function suggestSources(
  clip: Pick<Clip, 'embedText'>,
  taxonomy: Taxonomy,
  targets: readonly number[],
  sources: readonly number[],
): Promise<SourceSuggestion[]> {
  const asked = [...new Set([...targets, ...sources])];
  for (const id of asked)
    if (!taxonomy.classes[id])
      throw new Error(`There is no class ${id} to compare; the classes end at ${taxonomy.classes.length - 1}.`);
  if (targets.length === 0 || sources.length === 0) return targets.map((target) => ({ target, ranked: [] }));
  const { width, data } = await clip.embedText(asked.map((id) => taxonomy.classes[id]!.name));
  const rowOf = (id: number): Float32Array => {
    const row = asked.indexOf(id);
    return data.subarray(row * width, (row + 1) * width);
  };
  return targets.map((target) => {
    const own = rowOf(target);
    const ranked = sources
      .filter((source) => source !== target)
      .map((source) => ({
        source,
        similarity: rowOf(source).reduce((sum, value, i) => sum + value * own[i]!, 0),
      }))
      .sort((a, b) => b.similarity - a.similarity);
    return { target, ranked };
  });
}
