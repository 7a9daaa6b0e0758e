/**
 * A folder that is listed once, however many layouts look into it: browsers need seconds for every ten thousand entries.
 */
import type { Directory, SourceFile } from '../../host';

interface Entry {
  name: string;
  kind: 'file' | 'directory';
}

/** Entries as far as somebody asked for them; whoever comes later gets the same again and the rest. */
class Listing {
  private readonly entries: Entry[] = [];
  private readonly source: AsyncIterator<Entry>;
  private pending: Promise<void> | null = null;
  private isWhole = false;

  constructor(folder: Directory) {
    this.source = folder.entries()[Symbol.asyncIterator]();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Entry> {
    for (let i = 0; ; ) {
      if (i < this.entries.length) yield this.entries[i++];
      else if (this.isWhole) return;
      else await this.pull();
    }
  }

  /** One more entry, also where several wait for it. A failure stays: half a listing must not pass for a whole one. */
  private pull(): Promise<void> {
    this.pending ??= this.source.next().then(({ done, value }) => {
      if (done) this.isWhole = true;
      else this.entries.push(value);
      this.pending = null;
    });
    return this.pending;
  }
}

export class ListedOnce implements Directory {
  private readonly folders = new Map<string, Promise<ListedOnce | null>>();
  private listing: Listing | null = null;
  private isForgetful = false;

  constructor(private readonly folder: Directory) {}

  get name(): string {
    return this.folder.name;
  }

  entries(): AsyncIterable<Entry> {
    if (this.isForgetful) return this.folder.entries();
    this.listing ??= new Listing(this.folder);
    return this.listing;
  }

  async directory(path: string): Promise<Directory | null> {
    if (this.isForgetful) return this.folder.directory(path);
    const slash = path.indexOf('/');
    const [first, rest] = slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
    let child = this.folders.get(first);
    if (!child) {
      child = this.folder.directory(first).then((found) => found && new ListedOnce(found));
      this.folders.set(first, child);
    }
    const found = await child;
    return found && rest ? found.directory(rest) : found;
  }

  file(path: string): Promise<SourceFile | null> {
    return this.folder.file(path);
  }

  /** Lets go of all names, here and below: from now on everything is looked up anew. */
  async forget(): Promise<void> {
    this.isForgetful = true;
    this.listing = null;
    const children = await Promise.all([...this.folders.values()].map((child) => child.catch(() => null)));
    this.folders.clear();
    await Promise.all(children.map((child) => child?.forget()));
  }
}
