import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { ours } from '../api-error.ts';

/** "Up to 10,000 files at once" (Metadata API Developer Guide, deploy()). */
export const MAX_ENTRIES = 10_000;
/** Far more than any file of these types needs; keeps memory bounded whatever the zip says of itself. */
export const MAX_ENTRY_SIZE = 10_000_000;
export const MAX_TOTAL_SIZE = 60_000_000;

/** The zip can't be used; the message is for the job. */
export class ZipProblem extends Error {
  constructor(message: string) {
    super(ours(message));
    this.name = 'ZipProblem';
  }
}

/** The files of a zip by path, directories left out. Throws ZipProblem for what is unsafe, too large or broken. */
export const readZip = async (bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> => {
  const zip = await open(bytes);
  try {
    if (zip.entryCount > MAX_ENTRIES)
      throw new ZipProblem(`the zip has ${zip.entryCount} entries, more than ${MAX_ENTRIES}`);
    return await readEntries(zip);
  } finally {
    zip.close();
  }
};

const broken = (error: unknown): ZipProblem =>
  error instanceof ZipProblem ? error : new ZipProblem(`the zip can't be read: ${(error as Error).message}`);

/** yauzl refuses absolute paths, `..` and backslashes by itself (`decodeStrings`, `strictFileNames`). */
const open = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(
      bytes,
      { lazyEntries: true, strictFileNames: true, validateEntrySizes: true },
      (error, zip) => {
        if (error) reject(broken(error));
        else resolve(zip);
      },
    );
  });

const readEntries = (zip: ZipFile): Promise<ReadonlyMap<string, Buffer>> =>
  new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>();
    let total = 0;
    zip.on('error', (error) => reject(broken(error)));
    zip.on('end', () => resolve(files));
    zip.on('entry', (entry: Entry) => {
      if (entry.fileName.endsWith('/')) return zip.readEntry();
      if (files.has(entry.fileName)) return reject(new ZipProblem(`${entry.fileName} is in the zip twice`));
      if (entry.uncompressedSize > MAX_ENTRY_SIZE)
        return reject(new ZipProblem(`${entry.fileName} is larger than ${MAX_ENTRY_SIZE} bytes`));
      total += entry.uncompressedSize;
      if (total > MAX_TOTAL_SIZE)
        return reject(new ZipProblem(`the zip unpacks to more than ${MAX_TOTAL_SIZE} bytes`));
      if (entry.isEncrypted()) return reject(new ZipProblem(`${entry.fileName} is encrypted`));
      readEntry(zip, entry).then(
        (content) => {
          files.set(entry.fileName, content);
          zip.readEntry();
        },
        (error) => reject(broken(error)),
      );
    });
    zip.readEntry();
  });

/** yauzl stops when there is more in an entry than it said (`validateEntrySizes`). */
const readEntry = (zip: ZipFile, entry: Entry): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
