/** Folders and files that are named on the command line. */
import { existsSync, readFileSync } from 'node:fs';
import { type IdMap, parseIdMap } from '../workers/experiment/id-map';
import { CITYSCAPES } from '../workers/experiment/taxonomy';
import type { Layout } from '../workers/protocol';
import type { Arguments } from './command';

const LAYOUTS: readonly (Layout | 'gta16')[] = [
  'synthia',
  'gta',
  'gta16',
  'cityscapes',
  'acdc',
  'darkzurich',
  'folder',
  'images',
];

/** --as: takes a folder for that layout instead of recognising it. */
export function readLayout(args: Arguments): Layout | 'gta16' | undefined {
  return args.choice('as', LAYOUTS);
}

/** A file that maps the values of label files to classes; undefined where the option is not given. */
export function readIdMap(args: Arguments, option: string): IdMap | undefined {
  const path = args.text(option);
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw new Error(`There is no file ${path}; check the path.`);
  return parseIdMap(readFileSync(path, 'utf8'), path, CITYSCAPES);
}

/** A JSON file. @throws a sentence that names the file. */
export function readJsonFile(path: string): unknown {
  if (!existsSync(path)) throw new Error(`There is no file ${path}; check the path.`);
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}.`);
  }
}
