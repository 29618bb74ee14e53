import { KeywayError } from '../errors/index.ts';
import { pauses } from '../wire/polling.ts';
import type { Org } from './connect.ts';
import { METADATA_NAMESPACE, metadataPath } from './metadata.ts';
import { escapeXml, type SoapRequest, soap } from './soap.ts';
import { unzip } from './zip.ts';

export interface RetrieveOutcome {
  /**
   * Text by path in the zip (`permissionsets/X.permissionset`), with `package.xml`. Binary files don't survive as
   * text.
   */
  readonly files: ReadonlyMap<string, string>;
  /** The org's messages. A missing member has a message and no file. */
  readonly problems: readonly { readonly file: string; readonly problem: string }[];
}

/** A retrieve of a thousand components takes seconds. */
const DEFAULT_WAIT = 10 * 60_000;

/**
 * Retrieves components by type and name (`*` for all) as Salesforce's files, in memory.
 * @throws KeywayError `RetrieveFailed`; `RetrieveStillRunning` (exit code 69) after `wait` milliseconds
 */
export async function retrieve(
  org: Org,
  members: ReadonlyMap<string, readonly string[]>,
  {
    version = org.apiVersion,
    wait = DEFAULT_WAIT,
    signal,
  }: { version?: string; wait?: number; signal?: AbortSignal } = {},
): Promise<RetrieveOutcome> {
  const types = [...members].map(([type, names]) => {
    const list = names.map((name) => `<members>${escapeXml(name)}</members>`).join('');
    return `<types>${list}<name>${escapeXml(type)}</name></types>`;
  });
  const call = <T>(body: string, what: string, answer: SoapRequest<T>['answer']) =>
    soap(org.connection, {
      answer,
      path: metadataPath(org),
      namespace: METADATA_NAMESPACE,
      body,
      what,
      idempotent: true,
      timeout: 120_000,
      signal,
    });
  const started = await call(
    `<retrieve><retrieveRequest><apiVersion>${escapeXml(version)}</apiVersion><singlePackage>true</singlePackage><unpackaged>${types.join('')}<version>${escapeXml(version)}</version></unpackaged></retrieveRequest></retrieve>`,
    'starting a retrieve',
    (schemas) => schemas.started,
  );
  const { id } = started.result;
  const startedAt = performance.now();
  for await (const _ of pauses(signal)) {
    const { result } = await call(
      `<checkRetrieveStatus><asyncProcessId>${escapeXml(id)}</asyncProcessId><includeZip>true</includeZip></checkRetrieveStatus>`,
      'asking for the retrieve',
      ({ retrieveStatus }) => retrieveStatus,
    );
    if (result.done) {
      if (result.status !== 'Succeeded') throw failed(id, result.errorMessage || undefined);
      const files = filesIn(id, result.zipFile);
      return {
        files: new Map([...files].map(([path, text]) => [path.replace(/^unpackaged\//, ''), text])),
        problems: result.messages.map(({ fileName, problem }) => ({ file: fileName, problem })),
      };
    }
    if (performance.now() - startedAt >= wait) {
      throw new KeywayError(
        'RetrieveStillRunning',
        `The retrieve ${id} isn't done after ${Math.round(wait / 1000)} s.`,
        {
          exitCode: 69,
          actions: ['To wait longer, pass -w.'],
        },
      );
    }
  }
  throw failed(id);
}

function filesIn(id: string, base64: string): ReadonlyMap<string, string> {
  try {
    return unzip(Buffer.from(base64, 'base64'));
  } catch (error) {
    throw failed(id, error instanceof Error ? error.message : String(error));
  }
}

function failed(id: string, reason = 'no reason was given'): KeywayError {
  return new KeywayError('RetrieveFailed', `The retrieve ${id} failed: ${reason}`, {
    actions: [
      'Check that the user can read metadata: it needs Modify Metadata Through Metadata API Functions.',
    ],
  });
}
