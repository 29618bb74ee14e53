import { KeywayError } from '../errors/index.ts';
import type { ConfigPath } from './component.ts';

/** The messages of this folder, one sentence each. */
export const messages = {
  tooNew: (what: string, since: number, apiVersion: number) =>
    `${what} needs API version ${since}.0 or later; this is rendered for ${apiVersion}.0`,
  notInXml: (code: string) => `has the character U+${code}, which XML can't contain`,
  notADeveloperName: (name: string) =>
    `${JSON.stringify(name)} isn't a developer name, so it can't be a file name`,
  sameFile: (path: string) => `two components would be the same file ${path} on a disk that ignores case`,
  noDoctype: 'it has a DOCTYPE, which orgs never write',
  notXml: (reason: string) => `it is not well-formed XML: ${reason}`,
  wrongRoot: (expected: string, found: string) => `it contains ${found} where ${expected} was expected`,
  twice: (element: string) => `the element ${element} appears twice`,
  missing: (element: string) => `the element ${element} is missing`,
  notText: (element: string) => `the element ${element} contains elements where a value was expected`,
  notElements: (element: string) => `the element ${element} contains text where elements were expected`,
  wrongValue: (element: string, value: string, expected: string) =>
    `the element ${element} is ${JSON.stringify(value)}, not ${expected}`,
  otherName: (found: string) => `its fullName is ${JSON.stringify(found)}`,
} as const;

/** What a config can't express, as the rest of a sentence that begins with a component's type and name. */
export const notes = {
  foreign: (path: string, value: string) =>
    `holds ${path} (${value}), which keyway can't write; a deploy of the config would remove it`,
  reserved: (path: string, value: string) =>
    `holds ${path} (${value}), which Salesforce manages; keyway doesn't write it`,
  fieldMissing: (field: string) => `has no ${field}, which the config requires; add it yourself`,
  secret: (field: string) =>
    `has a secret in ${field}, which keyway didn't copy; write a reference such as \${env:NAME}`,
  element: (element: string) => `has ${element}, which a config can't express`,
} as const;

export interface Problem {
  readonly path: ConfigPath;
  readonly message: string;
}

/**
 * @throws KeywayError `CannotRender` with every problem; `data.problems` has them and `data.path` is the first
 * one's
 */
export function refuse(problems: readonly Problem[]): void {
  const first = problems[0];
  if (first === undefined) return;
  const lines = problems.map(({ path, message }) => `${displayPath(path)}: ${message}`);
  throw new KeywayError('CannotRender', lines.join('\n'), { data: { path: first.path, problems } });
}

export function displayPath(path: ConfigPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
