import { describe, expect, it } from 'vitest';
import { folderOf, type HandleFolder } from '../data/pick';
import { chosenPictures, sortDropped } from './dropped';

const file = (name: string, path = '') => {
  const made = new File(['x'], name);
  Object.defineProperty(made, 'webkitRelativePath', { value: path });
  return made;
};
const folder = (name: string) => folderOf({ name, kind: 'directory' } as FileSystemDirectoryHandle);

describe('sortDropped', () => {
  it('tells checkpoints and pictures apart by name', () => {
    const [weights, a, b] = [file('net.SafeTensors'), file('a.JPG'), file('b.webp')];
    const found = sortDropped({ files: [a, weights, b], folders: [] });
    expect(found.checkpoint).toBe(weights);
    expect(found.pictures).toEqual({ name: '2 pictures', origin: { kind: 'files', files: [a, b] } });
    expect(found.notice).toBeNull();
    expect(sortDropped({ files: [a], folders: [] })).toMatchObject({ checkpoint: null, pictures: { name: 'a.JPG' } });
    const trip = folder('trip');
    expect(sortDropped({ files: [weights], folders: [trip] }).pictures).toEqual(trip);
  });

  it('leaves aside what lies among pictures, and says so', () => {
    const [a, film, store] = [file('a.JPG'), file('MVI_0003.MOV'), file('.DS_Store')];
    const found = sortDropped({ files: [film, a, store], folders: [] });
    expect(found.pictures).toMatchObject({ origin: { files: [a] } });
    expect(found.notice).toBe('Left aside: MVI_0003.MOV and 1 other file.');
    expect(sortDropped({ files: [film], folders: [folder('trip')] })).toMatchObject({
      pictures: { name: 'trip' },
      notice: 'Left aside: MVI_0003.MOV.',
    });
  });

  it.each<[string, File[], HandleFolder[], RegExp]>([
    ['another file', [file('notes.docx')], [], /notes\.docx is neither a checkpoint .* nor a picture/],
    ['two checkpoints', [file('a.pth'), file('b.pth')], [], /one at a time/],
    ['two folders', [], [folder('a'), folder('b')], /the folder that holds them all/],
    ['a folder with pictures beside it', [file('a.png')], [folder('b')], /either of them/],
  ])('refuses %s', (_, files, folders, message) => {
    expect(() => sortDropped({ files, folders })).toThrow(message);
  });
});

describe('chosenPictures', () => {
  it('takes the pictures of a folder, and what marks earlier predictions', () => {
    const files = [
      file('a.png', 'trip/a.png'),
      file('b.txt', 'trip/b.txt'),
      file('classes.json', 'trip/out/classes.json'),
    ];
    const found = chosenPictures(files)!;
    expect(found.name).toBe('trip');
    expect(found.origin).toEqual({ kind: 'files', files: [files[0], files[2]] });
    expect(chosenPictures([files[1]!])).toBeNull();
    expect(chosenPictures([files[2]!])).toBeNull();
    expect(chosenPictures([file('x.jpeg')])!.name).toBe('x.jpeg');
  });
});
