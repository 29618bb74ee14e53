import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { KeywayError } from '../errors/index.ts';

/**
 * The sf CLI's default org: `target-org` in `.sf/config.json` of the project (the nearest folder above with an
 * sfdx-project.json), else of the home folder. Doesn't use @salesforce/core, which takes 0.27 s to load.
 * @throws KeywayError `SfConfigUnreadable` for a file that isn't JSON
 */
export async function readSfDefault(
  directory: string = process.cwd(),
  home: string = homedir(),
): Promise<string | undefined> {
  const project = await projectFolder(resolve(directory));
  for (const folder of project === undefined ? [home] : [project, home]) {
    const target = await targetIn(join(folder, '.sf', 'config.json'));
    if (target !== undefined) return target;
  }
  return undefined;
}

async function projectFolder(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    if ((await textOf(join(folder, 'sfdx-project.json'))) !== undefined) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

async function targetIn(path: string): Promise<string | undefined> {
  const text = await textOf(path);
  if (text === undefined) return undefined;
  try {
    const target: unknown = Object(JSON.parse(text))['target-org'];
    return typeof target === 'string' && target !== '' ? target : undefined;
  } catch (cause) {
    throw new KeywayError('SfConfigUnreadable', `${path} of the sf CLI isn't JSON.`, {
      cause,
      actions: ['Fix or remove it, or pass the org with -o.'],
    });
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
