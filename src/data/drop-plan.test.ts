import { expect, it } from 'vitest';
import { planDrop } from './drop-plan';
import { folderOf } from './pick';

const folder = (name: string) => folderOf({ name, kind: 'directory' } as FileSystemDirectoryHandle);
const files = (...names: string[]) => names.map((name) => new File(['x'], name));
const sentence = (plan: ReturnType<typeof planDrop>) => (plan.do === 'refuse' ? plan.sentence : plan.do);

it('opens one folder and says what was left aside', () => {
  const alone = planDrop('source', { folders: [folder('gta')], files: [] }, false);
  expect(alone).toMatchObject({ do: 'open', folder: { name: 'gta' }, notice: null });
  const beside = planDrop('source', { folders: [folder('gta')], files: files('readme.txt') }, false);
  expect(beside).toMatchObject({ do: 'open', notice: '1 file dropped beside the folder gta is left aside.' });
});

it('asks which of several folders is meant', () => {
  const plan = planDrop('target', { folders: [folder('a'), folder('b')], files: [] }, false);
  expect(plan).toMatchObject({ do: 'choose', folders: [{ name: 'a' }, { name: 'b' }] });
});

it('takes pictures without a folder as a target, but not as a source', () => {
  const things = { folders: [], files: files('one.JPG', 'two.png', 'notes.txt') };
  expect(planDrop('target', things, false)).toMatchObject({
    do: 'open',
    folder: { name: '2 dropped pictures' },
    notice: '1 file dropped beside the pictures is left aside.',
  });
  expect(sentence(planDrop('source', things, false))).toContain('3 files instead of a folder');
});

it('takes a JSON file for an id map only where a data set is open', () => {
  const things = { folders: [], files: files('map.json') };
  expect(planDrop('source', things, true)).toMatchObject({ do: 'map' });
  expect(sentence(planDrop('source', things, false))).toContain('map.json is not a folder');
});

it.each([
  ['city.tar.gz', /an archive: unpack it/],
  ['notes.txt', /notes.txt is not a folder/],
])('refuses %s with what to do', (name, said) => {
  expect(sentence(planDrop('target', { folders: [], files: files(name) }, true))).toMatch(said);
});

it('says so where nothing can be read', () => {
  expect(sentence(planDrop('source', { folders: [], files: [] }, false))).toContain('Nothing in this drop');
});
