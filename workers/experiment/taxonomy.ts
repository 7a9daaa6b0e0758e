/**
 * Classes, categories, colours and prompts.
 *
 * The default is Cityscapes' 19 evaluation classes in train id order. Prompts are kept word by word as the method uses
 * them, misspelling included (Q39): the order of all prompts is the order of the classes.
 */
import type { z } from 'zod';
import type { ClassSchema, TaxonomySchema } from './schema';

export const IGNORE_INDEX = 255;

export type ClassInfo = z.infer<typeof ClassSchema>;
export type Taxonomy = z.infer<typeof TaxonomySchema>;

const entry = (name: string, category: string, color: [number, number, number], ...prompts: string[]): ClassInfo => ({
  name,
  category,
  color,
  prompts,
});

export const CITYSCAPES: Taxonomy = {
  classes: [
    entry('road', 'flat', [128, 64, 128], 'road', 'street', 'parking space', 'tram track'),
    entry('sidewalk', 'flat', [244, 35, 232], 'sidewalk'),
    entry(
      'building',
      'construction',
      [70, 70, 70],
      'building',
      'skyscaper',
      'house',
      'bus stop building',
      'garage',
      'car port',
      'scaffolding',
    ),
    entry('wall', 'construction', [102, 102, 156], 'standing wall, which is not part of a building', 'retaining wall'),
    entry('fence', 'construction', [190, 153, 153], 'fence', 'hole in fence'),
    entry('pole', 'object', [153, 153, 153], 'pole', 'sign pole', 'traffic light pole'),
    entry('traffic light', 'object', [250, 170, 30], 'traffic light'),
    entry('traffic sign', 'object', [220, 220, 0], 'traffic sign', 'parking sign', 'direction sign'),
    entry('vegetation', 'nature', [107, 142, 35], 'vegetation', 'tree', 'hedge'),
    entry('terrain', 'nature', [152, 251, 152], 'terrain', 'grass', 'soil', 'sand', 'roadside grass'),
    entry('sky', 'sky', [70, 130, 180], 'sky'),
    entry(
      'person',
      'human',
      [220, 20, 60],
      'person',
      'pedestrian',
      'walking person',
      'standing person',
      'person sitting on the ground',
      'person sitting on a bench',
      'person sitting on a chair',
    ),
    entry(
      'rider',
      'human',
      [255, 0, 0],
      'rider',
      'cyclist',
      'motorcyclist',
      'person on bicycle',
      'person on motorbike',
      'person on bike',
    ),
    entry('car', 'vehicle', [0, 0, 142], 'car', 'jeep', 'SUV', 'van'),
    entry('truck', 'vehicle', [0, 0, 70], 'truck', 'box truck', 'pickup truck', 'truck trailer'),
    entry('bus', 'vehicle', [0, 60, 100], 'bus'),
    entry('train', 'vehicle', [0, 80, 100], 'train', 'tram'),
    entry('motorcycle', 'vehicle', [0, 0, 230], 'motorcycle', 'moped', 'scooter'),
    entry('bicycle', 'vehicle', [119, 11, 32], 'bicycle'),
  ],
};

/** Train id of a class name. @throws where the taxonomy has no such class. */
export function classId(taxonomy: Taxonomy, name: string): number {
  const id = taxonomy.classes.findIndex((c) => c.name === name);
  if (id < 0) throw new Error(`The taxonomy has no class named "${name}".`);
  return id;
}

/** All prompts in class order, and the class of each. */
export function allPrompts(taxonomy: Taxonomy): { prompts: string[]; classOf: number[] } {
  const prompts: string[] = [];
  const classOf: number[] = [];
  taxonomy.classes.forEach((info, id) => {
    for (const prompt of info.prompts) {
      prompts.push(prompt);
      classOf.push(id);
    }
  });
  return { prompts, classOf };
}

/** Classes of the means that papers report besides all 19: SYNTHIA's 16 and 13. */
export const SYNTHIA_16 = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 17, 18];
export const SYNTHIA_13 = [0, 1, 2, 6, 7, 8, 10, 11, 12, 13, 15, 17, 18];

/** Small and moving things: the classes whose pretrained features the method holds on to. */
export const THING_CLASSES = [6, 7, 11, 12, 13, 14, 15, 16, 17, 18];
