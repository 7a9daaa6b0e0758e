/**
 * The names of mmsegmentation's own Mix Transformer (version 0.18 and later), which numbers its parts:
 *
 *   layers.{i}.0   patch embed      layers.{i}.1.{j}   block j      layers.{i}.2   norm      (i from 0)
 *
 * Its attention keeps query, key and value in one `in_proj`, in this order; here the query is a tensor of its own.
 */

export interface MmsegCounterpart {
  /** Name without prefix on our side. */
  name: string;
  /** Third parts of the rows that our tensor takes: [from, to); all where absent. */
  thirds?: [number, number];
}

const BLOCK: [RegExp, string][] = [
  [/^norm([12])\.(\w+)$/, 'norm$1.$2'],
  [/^attn\.attn\.out_proj\.(\w+)$/, 'attn.proj.$1'],
  [/^attn\.(sr|norm)\.(\w+)$/, 'attn.$1.$2'],
  [/^ffn\.layers\.0\.(\w+)$/, 'mlp.fc1.$1'],
  [/^ffn\.layers\.1\.(\w+)$/, 'mlp.dwconv.dwconv.$1'],
  [/^ffn\.layers\.4\.(\w+)$/, 'mlp.fc2.$1'],
];

/** What an encoder tensor becomes; nothing where it is unknown. */
export function fromMmsegmentation(name: string): MmsegCounterpart[] {
  const match = /^layers\.([0-3])\.([012])\.(.+)$/.exec(name);
  if (!match) return [];
  const stage = Number(match[1]) + 1;
  const rest = match[3]!;
  if (match[2] === '0') {
    const part = /^(projection|norm)\.(\w+)$/.exec(rest);
    return part ? [{ name: `patch_embed${stage}.${part[1] === 'norm' ? 'norm' : 'proj'}.${part[2]}` }] : [];
  }
  if (match[2] === '2') return /^\w+$/.test(rest) ? [{ name: `norm${stage}.${rest}` }] : [];
  const [, index, inner = ''] = /^(\d+)\.(.+)$/.exec(rest) ?? [];
  if (index === undefined) return [];
  const block = `block${stage}.${index}`;
  const joint = /^attn\.attn\.in_proj_(weight|bias)$/.exec(inner);
  if (joint)
    return [
      { name: `${block}.attn.q.${joint[1]}`, thirds: [0, 1] },
      { name: `${block}.attn.kv.${joint[1]}`, thirds: [1, 3] },
    ];
  for (const [pattern, ours] of BLOCK)
    if (pattern.test(inner)) return [{ name: `${block}.${inner.replace(pattern, ours)}` }];
  return [];
}
