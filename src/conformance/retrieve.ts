import { type Org, retrieve } from '../salesforce/index.ts';
import { type FileType, pathOf } from './files.ts';

/** Components of one type as the org returns them, in one retrieve: the text by name, empty where there is none. */
export async function retrieveAll(
  org: Org,
  type: FileType,
  names: readonly string[],
): Promise<(name: string) => string> {
  const { files } = await retrieve(org, new Map([[type, names]]));
  return (name) => files.get(pathOf(type, name)) ?? '';
}
