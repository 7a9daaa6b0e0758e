/**
 * What the engine asks of the machine it runs on. `host-browser.ts` and `host-node.ts` implement it; nothing else in
 * workers/ knows whether it runs in a page or in Node.
 */

/** A file that was found; its bytes are read when asked for. */
export interface SourceFile {
  readonly name: string;
  /** Path from the opened folder, with forward slashes. */
  readonly path: string;
  size(): Promise<number>;
  /** Size in bytes and time of the last change, by which a changed file is noticed without reading it. */
  stamp(): Promise<string>;
  /** @throws when the file is gone or may not be read any more. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** The bytes [from, to), fewer where the file ends before. @throws as `bytes`. */
  slice(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A folder that may be read. Symbolic links are skipped by browsers. */
export interface Directory {
  readonly name: string;
  /** Direct children, in no particular order. */
  entries(): AsyncIterable<{ name: string; kind: 'file' | 'directory' }>;
  /** A sub-folder by relative path, or null where there is none. */
  directory(path: string): Promise<Directory | null>;
  /** A file by relative path, or null where there is none. */
  file(path: string): Promise<SourceFile | null>;
}

/** A folder that may be written: a run, or a generated data set. Missing parents are made. */
export interface WritableDirectory extends Directory {
  write(path: string, bytes: Uint8Array): Promise<void>;
  append(path: string, bytes: Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
}

/** A decoded photograph: 8-bit RGB, row by row, no alpha, no colour management, no EXIF rotation applied. */
export interface Picture {
  width: number;
  height: number;
  /** height * width * 3 */
  rgb: Uint8Array;
}

export interface Host {
  /** Decodes PNG, JPEG or WebP. @throws a sentence that names what is wrong with the file. */
  decodePicture(bytes: Uint8Array<ArrayBuffer>, path: string): Promise<Picture>;
  /** WebGPU of this machine, undefined where there is none. */
  gpu: GPU | undefined;
  /** A persistent private folder (OPFS, or a cache folder on disk) for runs and generated data. */
  storage(): Promise<WritableDirectory>;
  /** A file shipped with the lab, by path below public/, such as `demo/models/clip/config.json`. */
  asset(path: string): Promise<Uint8Array<ArrayBuffer>>;
}
