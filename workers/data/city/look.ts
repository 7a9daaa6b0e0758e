import type { RandomStream } from '../../../models/engine/random';

/**
 * How a scene is painted and photographed. `game` is the labelled source: clean, saturated, flat. `camera` is the
 * target: grey light, haze, lens and sensor. `random` is a wide family for training small vision-language models that
 * leaves both out: the game's saturation and texture strength and the camera's saturation, haze and vignette lie beyond
 * its ranges, so that a model trained on it meets the two looks for the first time in the lab.
 */
export type Look = 'game' | 'camera' | 'random';

export type Rgb = readonly [number, number, number];

/** Groups of surfaces that a look tints together. */
export type Material = 'asphalt' | 'paving' | 'facade' | 'foliage' | 'grass' | 'soil' | 'paint' | 'cloth' | 'metal';

export interface LookSettings {
  /** Factor per channel and material. */
  tint: Record<Material, Rgb>;
  /** Spread of colours around a material's base, 0..255. */
  jitter: number;
  /** Strength of surface structure; 1 is a natural picture. */
  texture: number;
  /** Light from the side: 0 overcast, 1 hard. */
  contrastOfLight: number;
  skyTop: Rgb;
  skyBottom: Rgb;
  saturation: number;
  /** Extinction per metre, and the colour far away fades to (0..1). */
  haze: number;
  hazeColour: Rgb;
  contrast: number;
  gamma: number;
  gain: Rgb;
  /** Darkening in the corners, 0..1. */
  vignette: number;
  /** Standard deviation of the lens blur in pixels of a picture 128 high. */
  blur: number;
  /** Deviation of the sensor noise per channel and common to all channels, 0..1. */
  noise: number;
  greyNoise: number;
  /** How many trucks and rail vehicles are in the streets, against the target's. SYNTHIA has next to none. */
  heavyTraffic: number;
  /** Chance that a bus is in the street, 0..1. */
  buses: number;
}

const MATERIALS: Material[] = ['asphalt', 'paving', 'facade', 'foliage', 'grass', 'soil', 'paint', 'cloth', 'metal'];

function spread(random: RandomStream, middle: Rgb, amount: number): Rgb {
  return middle.map((value) => value * random.range(1 - amount, 1 + amount)) as unknown as Rgb;
}

function tints(random: RandomStream, amount: number, fixed: Partial<Record<Material, Rgb>>): Record<Material, Rgb> {
  const entries = MATERIALS.map((material) => {
    const brightness = random.range(1 - amount, 1 + amount);
    const middle = fixed[material] ?? [1, 1, 1];
    return [
      material,
      spread(random, [middle[0] * brightness, middle[1] * brightness, middle[2] * brightness], amount * 0.5),
    ];
  });
  return Object.fromEntries(entries) as Record<Material, Rgb>;
}

function game(random: RandomStream): LookSettings {
  return {
    tint: tints(random, 0.06, {
      asphalt: [1.08, 1.1, 1.22],
      paving: [1.15, 1.05, 1.1],
      facade: [1.15, 1.05, 0.95],
      foliage: [0.95, 1.05, 0.85],
      grass: [0.98, 1.05, 0.85],
      soil: [1.15, 1, 0.85],
      paint: [1.1, 1.1, 1.1],
    }),
    jitter: 22,
    texture: random.range(0.28, 0.4),
    contrastOfLight: random.range(0.3, 0.5),
    skyTop: [60, 130, 235],
    skyBottom: [150, 205, 250],
    saturation: random.range(1.42, 1.5),
    haze: 0,
    hazeColour: [0.7, 0.8, 0.95],
    contrast: random.range(1.05, 1.2),
    gamma: random.range(0.8, 0.95),
    gain: [1, 1, 1],
    vignette: 0,
    blur: 0,
    noise: 0,
    greyNoise: 0,
    heavyTraffic: 0.1,
    buses: 0.75, // rail vehicles look like buses to whoever knows only buses, if there are enough of them
  };
}

function camera(random: RandomStream): LookSettings {
  return {
    tint: tints(random, 0.08, {
      asphalt: [0.86, 0.8, 0.76],
      paving: [0.95, 0.9, 0.85],
      facade: [0.9, 0.84, 0.8],
      foliage: [0.95, 1, 0.85],
      grass: [0.98, 1.02, 0.85],
      soil: [0.85, 0.85, 0.85],
      paint: [0.85, 0.85, 0.85],
    }),
    jitter: 22,
    texture: random.range(0.9, 1.2),
    contrastOfLight: random.range(0.05, 0.2),
    skyTop: spread(random, [205, 210, 212], 0.05),
    skyBottom: spread(random, [232, 230, 222], 0.03),
    saturation: random.range(0.52, 0.59),
    haze: random.range(0.0072, 0.0095),
    hazeColour: [0.74, 0.75, 0.74],
    contrast: random.range(0.85, 0.96),
    gamma: random.range(0.8, 1),
    gain: spread(random, [0.98, 1.01, 0.95], 0.04),
    vignette: random.range(0.28, 0.36),
    blur: random.range(0.45, 0.65),
    noise: random.range(0.014, 0.024),
    greyNoise: random.range(0.006, 0.012),
    heavyTraffic: 1,
    buses: 0.35,
  };
}

function varied(random: RandomStream): LookSettings {
  const day = random.uniform();
  const sky: [Rgb, Rgb] =
    day < 0.35
      ? [
          [95, 145, 210],
          [185, 208, 232],
        ]
      : day < 0.65
        ? [
            [175, 180, 190],
            [215, 216, 216],
          ]
        : day < 0.85
          ? [
              [150, 170, 200],
              [240, 222, 195],
            ]
          : [
              [120, 125, 140],
              [170, 172, 175],
            ];
  return {
    tint: tints(random, 0.25, {}),
    jitter: random.range(14, 34),
    texture: random.range(0.45, 1.5),
    contrastOfLight: random.range(0.05, 0.6),
    skyTop: spread(random, sky[0], 0.12),
    skyBottom: spread(random, sky[1], 0.08),
    saturation: random.range(0.6, 1.4),
    haze: random.uniform() < 0.5 ? random.range(0, 0.007) : 0,
    hazeColour: spread(random, [0.75, 0.77, 0.8], 0.08),
    contrast: random.range(0.78, 1.2),
    gamma: random.range(0.75, 1.3),
    gain: spread(random, [1, 1, 1], 0.13),
    vignette: random.uniform() < 0.5 ? random.range(0, 0.27) : 0,
    blur: random.range(0, 0.7),
    noise: random.range(0, 0.03),
    greyNoise: random.range(0, 0.015),
    heavyTraffic: 1,
    buses: 0.35,
  };
}

/** Draws one picture's settings from a look. */
export function lookSettings(look: Look, random: RandomStream): LookSettings {
  if (look === 'game') return game(random);
  return look === 'camera' ? camera(random) : varied(random);
}
