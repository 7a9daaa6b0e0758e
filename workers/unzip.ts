/**
 * Reads the members of a zip archive that lies on disk, one at a time: a run of a large network has gigabytes, more than
 * one array holds. Archives that the lab writes are stored; those of other programs are deflated.
 */
import { crc32 } from '../models/weights/torch/crc32';
import { inflateRaw } from '../models/weights/torch/inflate-raw';

const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 65_535;
/** A 32-bit field of this value refers to the format's 64-bit form. */
const IN_ZIP64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
/** Deflate cannot pack more than about 1032 bytes into one. */
const MAX_RATIO = 1032;

interface Member {
  method: number;
  encrypted: boolean;
  crc: number;
  packed: number;
  size: number;
  header: number;
}

/** Something is wrong with an archive; the message says what to do. */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
}

export class BlobArchive {
  private constructor(
    private readonly blob: Blob,
    private readonly name: string,
    private readonly members: Map<string, Member>,
  ) {}

  /** @throws ArchiveError where it is no zip archive, or one of the 64-bit form. */
  static async open(blob: Blob, name: string): Promise<BlobArchive> {
    return new BlobArchive(blob, name, await readDirectory(blob, name));
  }

  /** Paths of its files; folders have no entry of their own. */
  names(): string[] {
    return [...this.members.keys()].filter((path) => !path.endsWith('/'));
  }

  /** Content of a member, checked against its checksum. @throws ArchiveError where it is missing or damaged. */
  async read(path: string): Promise<Uint8Array> {
    const member = this.members.get(path);
    if (!member) throw new ArchiveError(`${this.name} has no ${path}.`);
    const { method, encrypted, packed, size, crc } = member;
    if (encrypted) throw new ArchiveError(`${this.name} is encrypted; pack it again without a password.`);
    if ((method !== STORED && method !== DEFLATED) || size > packed * MAX_RATIO)
      throw new ArchiveError(`${this.name}: ${path} is packed in a way that is not read; pack it as a plain zip.`);
    const bytes = await this.slice(await this.start(path, member), packed);
    const damaged = () => new ArchiveError(`${this.name} is damaged: ${path} is not whole; copy it again.`);
    if (bytes.length !== packed) throw damaged();
    const content =
      method === STORED
        ? bytes
        : await inflateRaw(bytes, size).catch(() => {
            throw damaged();
          });
    if (content.length !== size || crc32(content) !== crc) throw damaged();
    return content;
  }

  private async start(path: string, { header }: Member): Promise<number> {
    const local = await this.slice(header, LOCAL_BYTES);
    const view = new DataView(local.buffer);
    if (local.length < LOCAL_BYTES || view.getUint32(0, true) !== LOCAL)
      throw new ArchiveError(`${this.name} is damaged: there is no ${path} where its directory says.`);
    return header + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  }

  private async slice(from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.blob.slice(from, from + length).arrayBuffer());
  }
}

async function readDirectory(blob: Blob, name: string): Promise<Map<string, Member>> {
  const tail = new Uint8Array(await blob.slice(Math.max(0, blob.size - END_BYTES - MAX_COMMENT_BYTES)).arrayBuffer());
  const tailView = new DataView(tail.buffer);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tailView.getUint32(end, true) !== END) end--;
  if (end < 0) throw new ArchiveError(`${name} is no zip archive, or it is cut off; choose the bundle of a run.`);
  const count = tailView.getUint16(end + 10, true);
  const [size, start] = [tailView.getUint32(end + 12, true), tailView.getUint32(end + 16, true)];
  if (start === IN_ZIP64 || size === IN_ZIP64)
    throw new ArchiveError(`${name} is larger than 4 GB, which is not read; choose the unpacked folder instead.`);
  const bytes = new Uint8Array(await blob.slice(start, start + size).arrayBuffer());
  const view = new DataView(bytes.buffer);
  const members = new Map<string, Member>();
  const broken = () => new ArchiveError(`${name} is damaged: its directory is broken; copy it again.`);
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== ENTRY) throw broken();
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const nameEnd = at + ENTRY_BYTES + nameBytes!;
    if (nameEnd > bytes.length) throw broken();
    members.set(new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, nameEnd)), {
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      header: view.getUint32(at + 42, true),
    });
    at = nameEnd + extraBytes! + commentBytes!;
  }
  return members;
}
