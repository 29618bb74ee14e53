import { parseReferences } from './references.ts';
import { type ConfigSection, placeInSections } from './section.ts';
import type { ConfigPath } from './tree.ts';

/* HTTP headers whose name says that their value is a secret, and whose value stands in the file. A guess by names. */

/** Names without what separates their words. */
const secretNames = [
  /secret/,
  /password|passwd/,
  /apikey|accesskey|privatekey|subscriptionkey|authkey/,
  /token$/,
  /^(?:proxy)?authorization$/,
  /^cookie$/,
];

/** Whether a name such as `X-Api-Key` or `client_secret` says that its value is a secret. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return secretNames.some((pattern) => pattern.test(plain));
}

/** Whether parameters of a type of the Metadata API are sent: headers, query and body parameters. */
export function isSentType(parameterType: string): boolean {
  return /(?:Header|Parameter)$/.test(parameterType);
}

/** Whether a value is all there in the text: no reference, and no formula that an org fills in. */
export function standsOpen(text: string): boolean {
  const { parts, problem } = parseReferences(text);
  const isWhole = problem === undefined && parts.every((part) => typeof part === 'string');
  return isWhole && text.trim() !== '' && !text.includes('{!');
}

/** Whether an HTTP header, short or long, stands at a path of a file. */
export function isHeaderPlace(sections: readonly ConfigSection<never>[], path: ConfigPath): boolean {
  const [top, ...below] = placeInSections(path);
  return sections.find(({ name }) => name === top)?.isHeader?.(below) ?? false;
}
