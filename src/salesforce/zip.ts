import { strToU8, unzipSync, zipSync } from 'fflate';

/** ZIP times start here. All files get this time, so that the same files give the same bytes. */
const EPOCH = new Date(1980, 0, 1);
/** Salesforce's limits for a package: unzipped size and number of files. */
const MAX_BYTES = 400 * 1024 * 1024;
const MAX_FILES = 10_000;

/** Zips files (text by path) in memory, with the same bytes on every run. */
export function zip(files: ReadonlyMap<string, string>): Uint8Array {
  const entries = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(entries.map(([path, text]) => [path, strToU8(text)])), {
    level: 9,
    mtime: EPOCH,
  });
}

/** Unzips to texts; throws an Error if it isn't a zip, or is larger than Salesforce sends. */
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
