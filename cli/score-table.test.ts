import { describe, expect, it } from 'vitest';
import { CITYSCAPES } from '../workers/experiment/taxonomy';
import { ConfusionMatrix } from '../workers/train/metrics';
import { duration } from './progress';
import { reportPage } from './report-page';
import { comparison, scoreTable } from './score-table';
import { seedTable } from './seed-table';
import { percent } from './table';

const names = CITYSCAPES.classes.map((c) => c.name);
const all = Uint8Array.from({ length: 19 }, (_, i) => i);

/** Everything right, but trucks taken for cars where `truck` is false. */
function scores(truck: boolean) {
  const matrix = new ConfusionMatrix(19);
  matrix.add(
    all.map((c) => (c === 14 && !truck ? 13 : c)),
    all,
  );
  return matrix.scores(names);
}

describe('tables', () => {
  it('put the classes that the source does not name first', () => {
    const lines = comparison(scores(false), scores(true)).split('\n');
    expect(lines[2]).toMatch(/^truck \* +0\.0 +100\.0 +\+100\.0$/);
    expect(lines.filter((line) => line.includes(' *')).map((line) => line.split(' ')[0])).toEqual([
      'terrain',
      'truck',
      'train',
    ]);
    expect(lines.find((line) => line.startsWith('mean of 19'))).toMatch(/92\.1 +100\.0 +\+7\.9/);
    expect(lines.find((line) => line.startsWith('mean of the other 16'))).toMatch(/96\.9 +100\.0/);
  });

  it('name every mean by the number of its classes', () => {
    const text = scoreTable(scores(false));
    expect(text).toMatch(/mean of all 19 classes +92\.1 /);
    expect(text).toMatch(/mean of SYNTHIA's 16 classes +96\.9 /);
    expect(text).toMatch(/mean of SYNTHIA's 13 classes +96\.2 /);
  });

  it('show a dash for what is absent', () => {
    expect(percent(null)).toBe('-');
    expect(percent(0)).toBe('0.0');
  });

  it('make a report that is one file', () => {
    const runs = { baseline: scores(false), csi: scores(true) };
    const report = { iterations: 5, seed: 1, secondsPerIteration: 1, runs, relabeled: { truck: 3 }, adapter: '<gpu>' };
    const html = reportPage(report, [{ caption: 'a "picture"', png: Uint8Array.of(1, 2, 3) }]);
    expect(html).toContain('data:image/png;base64,AQID');
    expect(html).toContain('&lt;gpu&gt;');
    expect(html).toMatch(/hidden-class"><th scope="row">truck<\/th><td>0\.0<\/td><td>100\.0/);
    expect(html.match(/<tr/g)).toHaveLength(1 + 19 + 1);
  });
});

describe('duration', () => {
  it('says what people say', () => {
    expect([0.25, 12.4, 600, 7300].map(duration)).toEqual(['250 ms', '12 s', '10 min', '2.0 h']);
  });
});

it('scores that a person had a hand in are marked', () => {
  const own = scores(true);
  expect(scoreTable(own, 1)).toBe(`${scoreTable(own)}\nhuman supervision: 1 decision by hand`);
  expect(scoreTable(own, 0)).toBe(scoreTable(own));
  const [head, ...rest] = seedTable([3, 4], [own, own], [undefined, 12]).split('\n');
  expect(head).toMatch(/seed 3 +seed 4 \* /);
  expect(rest.at(-1)).toBe('* seed 4: human supervision: 12 decisions by hand');
  expect(seedTable([3], [own])).not.toContain('*');
});
