import { type Org, retrieve } from '../salesforce/index.ts';
import { type FileType, pathOf } from './files.ts';

/** Retrieves components of one type in one job: text by name, empty if it doesn't exist. */
export async function retrieveAll(
  org: Org,
  type: FileType,
  names: readonly string[],
): Promise<(name: string) => string> {
  const { files } = await retrieve(org, new Map([[type, names]]));
  return (name) => files.get(pathOf(type, name)) ?? '';
}
