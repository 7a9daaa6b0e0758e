/**
 * What a pickle holds once it was read: null, booleans, numbers, bigints, strings and bytes as they are, lists and tuples
 * both as arrays, and the classes below. Nothing in here can do anything.
 */
import type { SafeDtype } from '../safetensors';

/** A dict or OrderedDict; a later entry of the same key wins. */
export class PickleDict {
  /**
   * @param pairs lists of key and value. They are not copied, since a pickle can ask for any number of dicts of the same
   *   long list; nor are they checked before they are read.
   */
  constructor(private readonly pairs: unknown[] = []) {}

  set(key: unknown, value: unknown): void {
    this.pairs.push([key, value]);
  }

  /** The value of a string key, undefined where it is missing. */
  get(key: string): unknown {
    const found = this.pairs.findLast((pair) => Array.isArray(pair) && pair[0] === key);
    return found === undefined ? undefined : (found as unknown[])[1];
  }

  /** Keys that are texts, and their values. */
  entries(): [key: string, value: unknown][] {
    return this.pairs.flatMap((pair): [string, unknown][] =>
      Array.isArray(pair) && typeof pair[0] === 'string' ? [[pair[0], pair[1]]] : [],
    );
  }
}

/** A class or function that a pickle names. */
export class PickleName {
  constructor(
    readonly name: string,
    readonly role:
      | 'rebuild'
      | 'dict'
      | 'list'
      | 'inert'
      | 'lookup'
      | { storage: SafeDtype | null }
      | { dtype: SafeDtype },
  ) {}
}

/** An object whose class is known to be harmless and useless here; it is kept as a place-holder. */
export class InertObject {
  constructor(readonly name: string) {}
}

/** A piece of memory that tensors share; its bytes lie elsewhere in the file. */
export class StorageRef {
  constructor(
    readonly key: string,
    /** null for memory without a type, counted in bytes. */
    readonly dtype: SafeDtype | null,
    readonly elements: number,
  ) {}
}

/** A tensor as a view of a storage. Offset and strides count elements. */
export class TensorRef {
  constructor(
    readonly storage: StorageRef,
    readonly dtype: SafeDtype,
    readonly offset: number,
    readonly shape: number[],
    readonly strides: number[],
  ) {}
}
