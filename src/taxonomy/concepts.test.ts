import { describe, expect, it } from 'vitest';
import { DEMO_CSI } from '../../workers/experiment/demo';
import {
  type Concept,
  clipQuestion,
  conceptNamed,
  conceptOf,
  cutWindow,
  follow,
  foundWords,
  isAnswered,
  promptsOf,
  questionOf,
  runScale,
  saveConcepts,
  windowOf,
} from './concepts';
import { changeClass, changeEntry, draftOf, removeClass } from './draft';

const DRAFT = draftOf(DEMO_CSI);
const truck = conceptOf(DRAFT, 14, 1);
const lorry = conceptNamed(DRAFT, 'lorry', 2);

describe('concepts', () => {
  it('take prompts and thresholds of their class', () => {
    expect(truck).toMatchObject({ name: 'truck', threshold: 0.1, clip: 0.5 });
    expect(truck.prompts).toEqual(DRAFT.taxonomy.classes[14]!.prompts);
    expect(conceptNamed(DRAFT, 'Truck', 1)).toEqual(truck);
    expect(conceptOf(DRAFT, 13, 3)).toMatchObject({ name: 'car', clip: null });
    expect(lorry).toMatchObject({ classId: null, prompts: ['lorry'] });
  });

  it('become a question, with a concept’s place as its number', () => {
    const { prompts, classOf, thresholds } = questionOf([lorry, truck], 0.3);
    expect(prompts).toEqual(['lorry', ...truck.prompts]);
    expect(classOf).toEqual([0, 1, 1, 1, 1]);
    expect(thresholds).toEqual([lorry.threshold, truck.threshold]);
    expect(promptsOf([truck, { ...lorry, prompts: ['truck', 'lorry'] }])).toEqual([...truck.prompts, 'lorry']);
    expect(isAnswered([truck], truck.prompts)).toBe(true);
    expect(isAnswered([truck, lorry], truck.prompts)).toBe(false);
  });

  it('are compared by CLIP inside the category, or with the bench where there is no class', () => {
    const edited: Concept = { ...truck, prompts: ['huge truck'] };
    const inCategory = clipQuestion(DRAFT, [edited, lorry], edited);
    expect(new Set(inCategory.classOf)).toEqual(new Set([13, 14, 15, 16, 17, 18]));
    expect(inCategory.prompts.filter((_, i) => inCategory.classOf[i] === 14)).toEqual(['huge truck']);
    expect(clipQuestion(DRAFT, [edited, lorry], lorry)).toEqual({
      prompts: ['huge truck', 'lorry'],
      classOf: [14, -2],
    });
  });

  it('are saved: prompts always, thresholds where the map has an entry, new classes at the end', () => {
    const edited: Concept = { ...truck, prompts: ['huge truck'], threshold: 0.123456, clip: 0.7 };
    const { draft, concepts, words } = saveConcepts(DRAFT, [edited, lorry]);
    expect(draft.taxonomy.classes[14]!.prompts).toEqual(['huge truck']);
    expect(draft.map.find(({ target }) => target === 14)).toMatchObject({
      source: 13,
      detectionThreshold: 0.123,
      classificationThreshold: 0.7,
    });
    expect(draft.taxonomy.classes[19]).toMatchObject({ name: 'lorry', prompts: ['lorry'] });
    expect(concepts.map(({ classId }) => classId)).toEqual([14, 19]);
    expect(words).toContain('New classes: lorry.');
    expect(words).toContain('No threshold is kept of lorry');
    expect(DRAFT.taxonomy.classes).toHaveLength(19);
  });

  it('follow edits of the classes, and keep what was only changed on the bench', () => {
    const edited: Concept = { ...truck, prompts: ['huge truck'] };
    const [moved, other] = follow([edited, lorry], DRAFT, removeClass(3)(DRAFT));
    expect(moved).toEqual({ ...edited, classId: 13 });
    expect(other).toEqual(lorry);
    expect(follow([edited], DRAFT, removeClass(14)(DRAFT))[0]).toEqual({ ...edited, classId: null });
    expect(follow([edited], DRAFT, changeEntry(14, { detectionThreshold: 0.4 })(DRAFT))[0]).toMatchObject({
      threshold: 0.4,
      prompts: truck.prompts,
    });
    expect(follow([truck], DRAFT, changeClass(14, { name: 'lorry' })(DRAFT))[0]).toMatchObject({
      classId: 14,
      name: 'lorry',
    });
  });

  it('say what was found', () => {
    const nothing = { boxes: [], best: [0.02, 0.0415], histogram: [] };
    expect(foundWords([lorry, truck], nothing)).toBe('No box above the thresholds. The best is truck at 0.0415.');
  });
});

describe('windows', () => {
  const target = { resize: [1024, 512] as const, crop: [512, 512] as const };
  it('are as large as a run’s crops', () => {
    const picture = { width: 2048, height: 1024 };
    expect(runScale(target.resize, 2048, 1024)).toBe(0.5);
    expect(windowOf('left', picture, target)).toEqual({ x: 0, y: 0, width: 1024, height: 1024 });
    expect(windowOf('right', picture, target)).toEqual({ x: 1024, y: 0, width: 1024, height: 1024 });
    expect(windowOf('whole', picture, target)).toEqual({ x: 0, y: 0, width: 2048, height: 1024 });
  });

  it('stay inside small and tall pictures', () => {
    for (const [width, height] of [
      [7, 5],
      [300, 900],
      [1, 1],
    ] as const)
      for (const part of ['left', 'middle', 'right'] as const) {
        const window = windowOf(part, { width, height }, target);
        expect(window.x + window.width).toBeLessThanOrEqual(width);
        expect(window.y + window.height).toBeLessThanOrEqual(height);
        expect(Math.min(window.x, window.y)).toBeGreaterThanOrEqual(0);
        expect(Math.min(window.width, window.height)).toBeGreaterThan(0);
      }
  });

  it('are cut out row by row', () => {
    const rgb = Uint8Array.from({ length: 4 * 3 * 3 }, (_, i) => i);
    expect([...cutWindow(rgb, 4, { x: 1, y: 1, width: 2, height: 2 })]).toEqual([
      15, 16, 17, 18, 19, 20, 27, 28, 29, 30, 31, 32,
    ]);
  });
});
