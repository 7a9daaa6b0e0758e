/** Which colours the classes have on this machine: the taxonomy's, those for any colour vision, and one's own. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { loggedName, type ShownClass } from '../../workers/class-look';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { withSafeColors } from '../stage/safe-colors';

export type Scheme = 'usual' | 'safe';
type Color = [number, number, number];

interface ColorsState {
  scheme: Scheme;
  /** Colours that were changed by hand, by class name. */
  own: Record<string, Color>;
  setScheme(scheme: Scheme): void;
  setColor(name: string, color: Color): void;
  /** Forgets the colour of one class. */
  forget(name: string): void;
  /** Forgets the colours that were changed by hand. */
  reset(): void;
}

export const useColors = create<ColorsState>()(
  persist(
    (set) => ({
      scheme: 'usual',
      own: {},
      setScheme: (scheme) => set({ scheme }),
      setColor: (name, color) => set(({ own }) => ({ own: { ...own, [name]: color } })),
      forget: (name) =>
        set(({ own }) => ({ own: Object.fromEntries(Object.entries(own).filter(([k]) => k !== name)) })),
      reset: () => set({ own: {} }),
    }),
    { name: 'csi-lab-class-colors', version: 1 },
  ),
);

/** What came out of `colored` is not coloured again. */
const results = new WeakSet<Taxonomy>();
const safe = new WeakMap<Taxonomy, Taxonomy>();
const mixed = new WeakMap<Taxonomy, { own: ColorsState['own']; taxonomy: Taxonomy }>();

/** A taxonomy in the chosen colours; the same object as long as nothing is changed. */
export function colored(taxonomy: Taxonomy, { scheme, own }: Pick<ColorsState, 'scheme' | 'own'>): Taxonomy {
  if (results.has(taxonomy)) return taxonomy;
  let base = taxonomy;
  if (scheme === 'safe') {
    base = safe.get(taxonomy) ?? withSafeColors(taxonomy);
    safe.set(taxonomy, base);
    results.add(base);
  }
  const { classes }: { classes: readonly ShownClass[] } = taxonomy;
  const isSafe = base !== taxonomy;
  if (!classes.some((info) => own[loggedName(info)] || (isSafe && info.recolored))) return base;
  const known = mixed.get(base);
  if (known?.own === own) return known.taxonomy;
  const colorOf = (info: ShownClass, id: number) =>
    own[loggedName(info)] ?? (info.recolored ? info.color : base.classes[id]!.color);
  const changed = { ...base, classes: classes.map((info, id) => ({ ...info, color: colorOf(info, id) })) };
  mixed.set(base, { own, taxonomy: changed });
  results.add(changed);
  return changed;
}

/** A taxonomy in the chosen colours, again whenever they change. */
export function useColored(taxonomy: Taxonomy): Taxonomy {
  const scheme = useColors((s) => s.scheme);
  const own = useColors((s) => s.own);
  return colored(taxonomy, { scheme, own });
}
