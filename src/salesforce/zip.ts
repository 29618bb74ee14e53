import { strToU8, unzipSync, zipSync } from 'fflate';

/** ZIP times begin here; the same for every file, so that the same files give the same bytes. */
const EPOCH = new Date(1980, 0, 1);
/** Salesforce's own limits for a package: unzipped size and number of files. */
const MAX_BYTES = 400 * 1024 * 1024;
const MAX_FILES = 10_000;

/** Files (path to text) as a zip, in memory, byte for byte the same on every run. */
export function zip(files: ReadonlyMap<string, string>): Uint8Array {
  const entries = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(entries.map(([path, text]) => [path, strToU8(text)])), {
    level: 9,
    mtime: EPOCH,
  });
}

/** The files of a zip as text; throws an Error for a zip that is none, or larger than Salesforce sends. */
export function unzip(bytes: Uint8Array): ReadonlyMap<string, string> {
  let size = 0;
  let count = 0;
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      size += originalSize;
      count += 1;
      if (size > MAX_BYTES || count > MAX_FILES) throw new Error('the zip is too large');
      return !name.endsWith('/');
    },
  });
  return new Map(Object.entries(files).map(([path, data]) => [path, new TextDecoder().decode(data)]));
}
