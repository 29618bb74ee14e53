import type { Position } from '../errors/index.ts';
import type { ConfigPath } from './tree.ts';
import { show, suggestion } from './wording.ts';

/** A reference: `${env:NAME}`, `${env:NAME:-default}`, `${file:path}`, `${command:…}`, `${local:name}`, `${cipherTrust:endpoint}`. */
export interface Reference {
  readonly source: 'env' | 'file' | 'command' | 'local' | 'cipherTrust';
  readonly name: string;
  readonly fallback?: string;
  /** As it was written, for messages. */
  readonly text: string;
}

/** Values of the key service beside the embedded org. */
export const localNames = ['keyService', 'tokenUrl', 'clientId', 'clientSecret'] as const;
export type LocalName = (typeof localNames)[number];

/**
 * Stands for the URL of the organization's endpoint until CipherTrust was asked for it, or has made it; no host of
 * that name can be (RFC 2606), so that it never leads anywhere.
 */
export const endpointPlaceholder =
  'https://ciphertrust.invalid/api/v1/cckm/sfdc/endpoints/made-by-this-deploy/keys';

/** Where references get their values from; I/O is the caller's. */
export interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file, by a path relative to the config; throws where it cannot be read. */
  readonly readFile: (path: string) => string;
  /** What a command prints; throws where it fails. Absent where commands are not allowed. */
  readonly runCommand?: (command: string) => string;
  /** Waits for the commands that `resolve` needs, which runs them at once otherwise; absent where none may run. */
  readonly settleCommands?: <T>(resolve: () => T) => Promise<T>;
  /** Absent where the environment's org is not the embedded one. */
  readonly local?: Readonly<Record<LocalName, string>>;
}

/**
 * What `resolve` makes of references, commands included. It is called until nothing is lacking: it must only resolve.
 *
 * @throws KeywayError `Interrupted`
 */
export async function settled<T>(
  { settleCommands }: Pick<Sources, 'settleCommands'>,
  resolve: () => T,
): Promise<T> {
  return settleCommands ? settleCommands(resolve) : resolve();
}

export type Resolved =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly message: string };

const pattern = /\$\$\{|\$\{([^}]*)\}?/g;

/** The parts of a text: literals as they are (`$${` means `${`), references parsed; a message where one is malformed. */
export function parseReferences(text: string): {
  readonly parts: readonly (string | Reference)[];
  readonly problem?: string;
} {
  const parts: (string | Reference)[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[0] === '$${') {
      parts.push('${');
      continue;
    }
    const reference = parseOne(match[0], match[1] ?? '');
    if (typeof reference === 'string') return { parts: [], problem: reference };
    parts.push(reference);
  }
  parts.push(text.slice(end));
  return { parts: parts.filter((part) => part !== '') };
}

export function isReferenceOnly(text: string): boolean {
  const { parts, problem } = parseReferences(text);
  return problem === undefined && parts.length > 0 && parts.every((part) => typeof part !== 'string');
}

/** The text with every reference replaced by its value. Values are taken as they are, never read for references again. */
export function resolveReferences(text: string, sources: Sources): Resolved {
  const { parts, problem } = parseReferences(text);
  if (problem !== undefined) return { ok: false, message: problem };
  let value = '';
  for (const part of parts) {
    const resolved =
      typeof part === 'string' ? { ok: true as const, value: part } : resolveOne(part, sources);
    if (!resolved.ok) return resolved;
    value += resolved.value;
  }
  return { ok: true, value };
}

/* What is written in place of a reference is not repeated: it may be a secret that only looks like one. */
function parseOne(text: string, inner: string): Reference | string {
  if (!text.endsWith('}')) return 'has ${ without a closing }; write $${ for a literal ${';
  if (inner.includes('${')) return 'has a reference inside a reference, but a default must be plain text';
  const [, source, rest = ''] = /^([A-Za-z]+):(.*)$/s.exec(inner) ?? [];
  if (source === 'env') {
    const [, name, fallback] = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s.exec(rest) ?? [];
    if (name !== undefined) return { source, name, text, ...(fallback === undefined ? {} : { fallback }) };
    return 'has a reference without an environment variable; write ${env:NAME} or ${env:NAME:-default}';
  }
  if (source === 'file') {
    return rest === '' ? 'has a reference without a file; write ${file:path}' : { source, name: rest, text };
  }
  if (source === 'command') {
    return rest.trim() === ''
      ? 'has a reference without a command; write ${command:program arguments}'
      : { source, name: rest.trim(), text };
  }
  if (source === 'local') {
    if (localNames.some((name) => name === rest)) return { source, name: rest, text };
    return `has an unknown \${local:…}; local has ${localNames.join(', ')}`;
  }
  if (source === 'cipherTrust') {
    if (rest === 'endpoint') return { source, name: rest, text };
    return 'has an unknown ${cipherTrust:…}; cipherTrust has only endpoint';
  }
  const sources = ['env', 'file', 'command', 'local', 'cipherTrust'];
  const near = source === undefined ? '' : suggestion(source, sources);
  return `has \${…}, which isn't a reference; write \${env:NAME} or \${file:path}, or $\${ for a literal \${${near}`;
}

function resolveOne(reference: Reference, sources: Sources): Resolved {
  const { source, name, fallback } = reference;
  const text = show(reference.text);
  if (source === 'env') {
    // Own properties only: `constructor` is in every object and in no environment.
    const value = Object.hasOwn(sources.env, name) ? sources.env[name] : undefined;
    // As in a shell, `:-` also stands in for a variable that is empty.
    if (value !== undefined && (value !== '' || fallback === undefined)) return { ok: true, value };
    if (fallback !== undefined) return { ok: true, value: fallback };
    return { ok: false, message: `has ${text}, but the environment variable ${name} is not set` };
  }
  if (source === 'local') {
    const value = sources.local?.[name as LocalName];
    if (value !== undefined) return { ok: true, value };
    return {
      ok: false,
      message: `has ${text}, which has a value only while the embedded org runs`,
    };
  }
  if (source === 'cipherTrust') return { ok: true, value: endpointPlaceholder };
  if (source === 'command') return resolveCommand(name, text, sources);
  try {
    // The line break that editors put at the end of a file is not part of the value.
    return { ok: true, value: sources.readFile(name).replace(/\r?\n$/, '') };
  } catch (error) {
    return { ok: false, message: `has ${text}, but the file ${fileProblem(error)}` };
  }
}

function resolveCommand(command: string, text: string, { runCommand }: Sources): Resolved {
  if (!runCommand) return { ok: false, message: `has ${text}, which runs only with --allow-commands` };
  try {
    // The line break at the end of what a command prints is not part of the value.
    return { ok: true, value: runCommand(command).replace(/\r?\n$/, '') };
  } catch (error) {
    return { ok: false, message: `has ${text}, but the command ${(error as Error).message}` };
  }
}

/** Whether a command would have to run to resolve it. */
export function needsCommand(text: string): boolean {
  return parseReferences(text).parts.some((part) => typeof part !== 'string' && part.source === 'command');
}

function fileProblem(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : fileProblems[code]) ?? 'cannot be read';
}

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: "doesn't exist",
  ENOTDIR: "doesn't exist",
  EISDIR: 'is a folder',
  EACCES: "isn't readable for you",
  EFBIG: 'is larger than 1 MB',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'is not UTF-8 text',
};

/** A value that is to be resolved later, with the place to name when that fails. */
export interface SecretReference {
  readonly text: string;
  readonly at: Position;
  readonly path: ConfigPath;
}
