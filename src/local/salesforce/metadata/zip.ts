import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { ours } from '../api-error.ts';

/** "Up to 10,000 files at once" (Metadata API Developer Guide, deploy()). */
export const MAX_ENTRIES = 10_000;
/** Far more than any file of these types needs. Limits memory, whatever the zip claims. */
export const MAX_ENTRY_SIZE = 10_000_000;
export const MAX_TOTAL_SIZE = 60_000_000;

/** The zip is unusable. The message is for the job. */
export class ZipProblem extends Error {
  constructor(message: string) {
    super(ours(message));
    this.name = 'ZipProblem';
  }
}

/**
 * The files of a zip by path, without directories. Checks the zip's claims before unpacking anything. Throws
 * ZipProblem for an unsafe, oversized or broken zip.
 */
export const readZip = async (bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> => {
  try {
    const zip = await open(bytes);
    if (zip.entryCount > MAX_ENTRIES)
      throw new ZipProblem(`the zip has ${zip.entryCount} entries, more than ${MAX_ENTRIES}`);
    const entries = await listEntries(zip);
    checkSizes(entries);
    const files = new Map<string, Buffer>();
    for (const entry of entries) {
      if (files.has(entry.fileName)) throw new ZipProblem(`${entry.fileName} is in the zip twice`);
      files.set(entry.fileName, await readEntry(zip, entry));
    }
    return files;
  } catch (error) {
    throw error instanceof ZipProblem
      ? error
      : new ZipProblem(`the zip can't be read: ${(error as Error).message}`);
  }
};

/** yauzl itself refuses absolute paths, `..` and backslashes (`strictFileNames`). */
const open = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };
    fromBuffer(bytes, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  });

const listEntries = (zip: ZipFile): Promise<readonly Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      if (!entry.fileName.endsWith('/')) entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });

const checkSizes = (entries: readonly Entry[]): void => {
  for (const { fileName, uncompressedSize } of entries)
    if (uncompressedSize > MAX_ENTRY_SIZE)
      throw new ZipProblem(`${fileName} is larger than ${MAX_ENTRY_SIZE} bytes`);
  if (entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0) > MAX_TOTAL_SIZE)
    throw new ZipProblem(`the zip unpacks to more than ${MAX_TOTAL_SIZE} bytes`);
  const encrypted = entries.find((entry) => entry.isEncrypted());
  if (encrypted) throw new ZipProblem(`${encrypted.fileName} is encrypted`);
};

/** yauzl stops if an entry is larger than it claims (`validateEntrySizes`). */
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
