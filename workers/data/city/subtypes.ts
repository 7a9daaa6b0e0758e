/**
 * What the city is made of: finer than the 19 classes, so that detectors and classifiers have prompts to tell apart.
 * Each subtype belongs to one train id of the Cityscapes order; `clutter` (bins and boxes) belongs to none.
 */

export const SUBTYPE_TRAIN_ID = {
  road: 0,
  sidewalk: 1,
  building: 2,
  house: 2,
  wall: 3,
  fence: 4,
  pole: 5,
  'traffic light': 6,
  'traffic sign': 7,
  tree: 8,
  bush: 8,
  hedge: 8,
  grass: 9,
  soil: 9,
  sand: 9,
  verge: 9,
  sky: 10,
  walking: 11,
  standing: 11,
  cyclist: 12,
  motorcyclist: 12,
  car: 13,
  jeep: 13,
  suv: 13,
  van: 13,
  'box truck': 14,
  pickup: 14,
  trailer: 14,
  bus: 15,
  train: 16,
  tram: 16,
  motorcycle: 17,
  moped: 17,
  scooter: 17,
  bicycle: 18,
  clutter: 255,
} as const;

export type Subtype = keyof typeof SUBTYPE_TRAIN_ID;

/** All subtypes; the place in this list is the subtype's number in binary files. */
export const SUBTYPES = Object.keys(SUBTYPE_TRAIN_ID) as Subtype[];
