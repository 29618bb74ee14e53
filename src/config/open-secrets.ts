import { parseReferences } from './references.ts';
import { type ConfigSection, placeInSections } from './section.ts';
import type { ConfigPath } from './tree.ts';

/* Finds HTTP headers with a literal value whose name suggests a secret. It is a guess by names. */

/** Names without separators between their words. */
const secretNames = [
  /secret/,
  /password|passwd/,
  /apikey|accesskey|privatekey|subscriptionkey|authkey/,
  /token$/,
  /^(?:proxy)?authorization$/,
  /^cookie$/,
];

/** Whether a name such as `X-Api-Key` or `client_secret` suggests that its value is a secret. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return secretNames.some((pattern) => pattern.test(plain));
}

/** Whether parameters of a Metadata API type are sent with a call: headers, query and body parameters. */
export function isSentType(parameterType: string): boolean {
  return /(?:Header|Parameter)$/.test(parameterType);
}

/** Whether a value is completely literal: no reference, and no formula that an org evaluates. */
export function isLiteralText(text: string): boolean {
  const { parts, problem } = parseReferences(text);
  const isWhole = problem === undefined && parts.every((part) => typeof part === 'string');
  return isWhole && text.trim() !== '' && !text.includes('{!');
}

/** Whether a path of a file is an HTTP header, in short or long form. */
export function isHeaderPlace(sections: readonly ConfigSection<never>[], path: ConfigPath): boolean {
  const [top, ...below] = placeInSections(path);
  return sections.find(({ name }) => name === top)?.isHeader?.(below) ?? false;
}
