/**
 * Gives the tensors of a file the names of the reference's state dict (`backbone.`, `decode_head.`), whoever wrote it.
 *
 * A file may hold several networks under prefixes: student `model.`, teacher `ema_model.`, ImageNet reference
 * `imnet_model.`, each perhaps below `module.`. One tensor, the encoder's first convolution, tells by its name where
 * each network is and whose names it has.
 */
import { fromHuggingFace, reverseLevels } from './hugging-face-names';
import { fromMmsegmentation } from './mmsegmentation-names';
import { rowsOf, stackRows } from './rows';
import { type SafeTensor, toFloat32 } from './safetensors';
import { WeightsFileError } from './weights-file-error';

export type NamingScheme = 'reference' | 'nvidia' | 'mmsegmentation' | 'hugging-face';
export type NetworkPart = 'student' | 'teacher';

export interface NamedTensor {
  tensor: SafeTensor;
  /** Its name or names in the file. */
  from: string[];
}

export interface NamedWeights {
  scheme: NamingScheme;
  /** Prefix of the chosen network in the file, such as `model.` or nothing. */
  prefix: string;
  /** By the reference's names; encoder tensors under `backbone.`. */
  tensors: Map<string, NamedTensor>;
  /** Names in the file that belong to the network and have no counterpart. */
  unknown: string[];
  /** How many tensors belong to other networks of the file, or to an optimizer. */
  aside: number;
  /** Sentences about what differs from the network here. */
  notes: string[];
}

/** Where a network of the file begins: `prefix` + `body` lead to its encoder. */
interface Site {
  scheme: NamingScheme;
  prefix: string;
  body: string;
}

const ANCHORS: [NamingScheme, RegExp][] = [
  ['reference', /^(.*?)(backbone\.|encoder\.)?patch_embed1\.proj\.weight$/],
  ['reference', /^(.*?)(backbone\.)?layer1\.0\.conv1\.weight$/],
  ['mmsegmentation', /^(.*?)(backbone\.)?layers\.0\.0\.projection\.weight$/],
  ['hugging-face', /^(.*?)((?:segformer\.)?encoder\.)patch_embeddings\.0\.proj\.weight$/],
];

/**
 * @param file how messages call it
 * @param wanted which of the networks; the student where there is one, else what there is
 * @throws WeightsFileError where the file holds no network of a kind that the lab knows, or not the wanted one.
 */
export function nameNetwork(
  tensors: ReadonlyMap<string, SafeTensor>,
  file: string,
  wanted?: NetworkPart,
): NamedWeights {
  const sites = [...tensors.keys()].flatMap(siteOf).sort((a, b) => rank(a, wanted) - rank(b, wanted));
  const site = sites[0];
  if (!site) {
    const first = [...tensors.keys()].slice(0, 3).join(', ');
    throw new WeightsFileError(
      `${file} holds no network that the lab knows, a Mix Transformer or a ResNet; its first tensors are ${first}.`,
    );
  }
  if (wanted === 'teacher' && roleOf(site) !== 'teacher')
    throw new WeightsFileError(`${file} holds no teacher: no tensor of it is under ema_model.; take the student.`);
  const others = sites.filter((s) => s !== site && s.prefix.length > site.prefix.length);
  const isOurs = (name: string) =>
    name.startsWith(site.prefix) && !others.some((s) => name.startsWith(s.prefix)) && !/^optimizer\./.test(name);
  const ours = [...tensors].filter(([name]) => isOurs(name));
  const named = new Naming(site, ours, file).result();
  return { ...named, aside: tensors.size - ours.length };
}

function siteOf(name: string): Site[] {
  for (const [scheme, pattern] of ANCHORS) {
    const match = pattern.exec(name);
    if (match) return [{ scheme, prefix: match[1]!, body: match[2] ?? '' }];
  }
  return [];
}

function roleOf({ prefix }: Site): NetworkPart | 'imagenet' {
  if (/(^|[._])imnet/.test(prefix)) return 'imagenet';
  return /(^|[._])(ema|teacher)/.test(prefix) ? 'teacher' : 'student';
}

function rank(site: Site, wanted: NetworkPart = 'student'): number {
  const role = roleOf(site);
  const order = role === wanted ? 0 : role === 'imagenet' ? 2 : 1;
  return order * 10_000 + Math.min(site.prefix.length, 9999);
}

/** Renames one network's tensors; the parts of joined tensors are kept until all are there. */
class Naming {
  private readonly tensors = new Map<string, NamedTensor>();
  private readonly halves = new Map<string, Partial<Record<'first' | 'second', NamedTensor>>>();
  private readonly unknown: string[] = [];
  private readonly notes: string[] = [];
  private readonly head: 'ours' | 'nvidia' | 'mmsegmentation';

  constructor(
    private readonly site: Site,
    private readonly ours: [string, SafeTensor][],
    private readonly file: string,
  ) {
    const has = (name: string) => ours.some(([full]) => full === `${site.prefix}decode_head.${name}`);
    this.head = has('convs.0.conv.weight') ? 'mmsegmentation' : has('linear_c1.proj.weight') ? 'nvidia' : 'ours';
    if (this.head === 'mmsegmentation')
      this.notes.push("mmsegmentation's SegFormer head has a ReLU after each level; only its encoder can be used.");
  }

  result(): Omit<NamedWeights, 'aside'> {
    const { prefix, body, scheme } = this.site;
    for (const [full, tensor] of this.ours) {
      const name = full.slice(prefix.length);
      const source = { tensor, from: [full] };
      if (scheme === 'hugging-face') this.addHuggingFace(name, source);
      else if (body && name.startsWith(body)) this.addEncoder(name.slice(body.length), source);
      else if (name.startsWith('decode_head.')) this.addHead(name, source);
      else if (body) this.unknown.push(full);
      else this.addEncoder(name, source);
    }
    this.joinHalves();
    return {
      scheme: this.head === 'nvidia' ? 'nvidia' : scheme,
      prefix,
      tensors: this.tensors,
      unknown: this.unknown,
      notes: this.notes,
    };
  }

  private addEncoder(name: string, source: NamedTensor): void {
    if (this.site.scheme !== 'mmsegmentation') {
      this.tensors.set(`backbone.${name}`, source);
      return;
    }
    const counterparts = fromMmsegmentation(name);
    if (!counterparts.length) this.unknown.push(...source.from);
    for (const { name: ours, thirds } of counterparts) {
      const rows = (source.tensor.shape[0] ?? 0) / 3;
      if (thirds && !Number.isInteger(rows)) {
        this.unknown.push(...source.from);
        return;
      }
      const tensor = thirds ? rowsOf(source.tensor, rows * thirds[0], rows * thirds[1]) : source.tensor;
      this.tensors.set(`backbone.${ours}`, { ...source, tensor });
    }
  }

  /**
   * NVIDIA's release numbers the levels from 1 and joins them in descending order. mmsegmentation's own head has a norm
   * and a ReLU after each level, which no head here has: its tensors fit nothing.
   */
  private addHead(name: string, source: NamedTensor): void {
    if (this.head === 'mmsegmentation') this.unknown.push(...source.from);
    if (this.head === 'ours') this.tensors.set(name, source);
    if (this.head !== 'nvidia') return;
    const level = /^decode_head\.linear_c([1-4])\.(.+)$/.exec(name);
    if (level) this.tensors.set(`decode_head.linear_c.${Number(level[1]) - 1}.${level[2]}`, source);
    else if (name === 'decode_head.linear_fuse.conv.weight') this.tensors.set(name, this.reversed(source));
    else this.tensors.set(name, source);
  }

  private addHuggingFace(name: string, source: NamedTensor): void {
    const counterpart = fromHuggingFace(name);
    if (!counterpart) this.unknown.push(...source.from);
    else if (counterpart.half) {
      const halves = this.halves.get(counterpart.name) ?? {};
      halves[counterpart.half] = source;
      this.halves.set(counterpart.name, halves);
    } else this.tensors.set(counterpart.name, counterpart.levels ? this.reversed(source) : source);
  }

  private joinHalves(): void {
    for (const [name, { first, second }] of this.halves) {
      if (first && second)
        this.tensors.set(name, {
          tensor: this.checked(name, () => stackRows(first.tensor, second.tensor)),
          from: [...first.from, ...second.from],
        });
      else this.unknown.push(...(first ?? second)!.from);
    }
  }

  private reversed({ tensor, from }: NamedTensor): NamedTensor {
    const { shape } = tensor;
    const data = this.checked(from[0]!, () => reverseLevels(toFloat32(tensor), shape));
    return { tensor: { dtype: 'F32', shape, data }, from };
  }

  private checked<T>(name: string, make: () => T): T {
    try {
      return make();
    } catch (error) {
      throw new WeightsFileError(`${this.file}: ${name}: ${(error as Error).message}`);
    }
  }
}
