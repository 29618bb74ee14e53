import type { Position } from '../errors/index.ts';
import type { ConfigPath } from './tree.ts';
import { displayText, suggestion } from './wording.ts';

/** A reference: `${env:NAME}`, `${env:NAME:-default}`, `${file:path}`, `${command:…}`, `${local:name}`, `${cipherTrust:endpoint}`. */
export interface Reference {
  readonly source: 'env' | 'file' | 'command' | 'local' | 'cipherTrust';
  readonly name: string;
  readonly fallback?: string;
  /** The source text, for messages. */
  readonly text: string;
}

/** Values of the key service beside the embedded org. */
export const localNames = ['keyService', 'tokenUrl', 'clientId', 'clientSecret'] as const;
export type LocalName = (typeof localNames)[number];

/**
 * Placeholder for the URL of the organization's endpoint until CipherTrust provides it. No such host can exist (RFC
 * 2606), so it never leads anywhere.
 */
export const endpointPlaceholder =
  'https://ciphertrust.invalid/api/v1/cckm/sfdc/endpoints/made-by-this-deploy/keys';

/** Where references get their values. The caller does the I/O. */
export interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a text file by a path relative to the config; throws if it can't be read. */
  readonly readFile: (path: string) => string;
  /** Returns the output of a command; throws if it fails. Absent if commands aren't allowed. */
  readonly runCommand?: (command: string) => string;
  /** Runs the commands that `resolve` needs without blocking. Absent if commands aren't allowed. */
  readonly settleCommands?: <T>(resolve: () => T) => Promise<T>;
  /** Absent if the environment's org isn't the embedded one. */
  readonly local?: Readonly<Record<LocalName, string>>;
}

/**
 * Resolves references, including commands. Calls `resolve` until no output is missing, so it must have no side
 * effects.
 *
 * @throws KeywayError `Interrupted`
 */
export async function resolveWithCommands<T>(
  { settleCommands }: Pick<Sources, 'settleCommands'>,
  resolve: () => T,
): Promise<T> {
  return settleCommands ? settleCommands(resolve) : resolve();
}

export type Resolved =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly message: string };

const pattern = /\$\$\{|\$\{([^}]*)\}?/g;

/** Splits a text into literals (`$${` means `${`) and parsed references; returns a message if one is malformed. */
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

/** Replaces every reference in a text by its value. Values aren't searched for references. */
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

/* Messages don't repeat the content of a malformed reference, because it may be a secret. */
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
  const text = displayText(reference.text);
  if (source === 'env') {
    // Own properties only: every object has `constructor`, but no environment does.
    const value = Object.hasOwn(sources.env, name) ? sources.env[name] : undefined;
    // As in a shell, `:-` also replaces an empty variable.
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
    // Editors add a line break at the end of a file. It isn't part of the value.
    return { ok: true, value: sources.readFile(name).replace(/\r?\n$/, '') };
  } catch (error) {
    return { ok: false, message: `has ${text}, but the file ${fileProblem(error)}` };
  }
}

function resolveCommand(command: string, text: string, { runCommand }: Sources): Resolved {
  if (!runCommand) return { ok: false, message: `has ${text}, which runs only with --allow-commands` };
  try {
    // The line break at the end of a command's output isn't part of the value.
    return { ok: true, value: runCommand(command).replace(/\r?\n$/, '') };
  } catch (error) {
    return { ok: false, message: `has ${text}, but the command ${(error as Error).message}` };
  }
}

/** Whether resolving a text would run a command. */
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

/** A value to resolve later, with its place for the error message. */
export interface SecretReference {
  readonly text: string;
  readonly at: Position;
  readonly path: ConfigPath;
}
