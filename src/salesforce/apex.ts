import type { Org } from './connect.ts';
import { escapeXml, soapCall } from './soap.ts';
import { childOf, textOf } from './soap-xml.ts';

/** The result of anonymous Apex; `log` is set if it was requested and the org returned one. */
export type ApexResult =
  | { readonly kind: 'success'; readonly log?: string | undefined }
  | {
      readonly kind: 'compile problem';
      /** Counts from 1, in the source as sent. */
      readonly line: number;
      readonly column: number;
      readonly problem: string;
      readonly log?: string | undefined;
    }
  | {
      readonly kind: 'exception';
      /** As in `System.DmlException: Insert failed. …`. */
      readonly message: string;
      readonly stack: string;
      readonly log?: string | undefined;
    };

export interface ApexOptions {
  /**
   * Whether to return the debug log: the output of System.debug, DML and callouts. It contains the values in the
   * source.
   */
  readonly log?: boolean;
  readonly signal?: AbortSignal;
}

const NAMESPACE = 'http://soap.sforce.com/2006/08/apex';
/** A transaction may take two minutes of callouts and ten seconds of CPU. */
const TIMEOUT = 180_000;
const LOG_HEADER =
  '<DebuggingHeader><categories><category>Apex_code</category><level>Debug</level></categories>' +
  '<categories><category>Callout</category><level>Info</level></categories>' +
  '<categories><category>Db</category><level>Info</level></categories></DebuggingHeader>';

/**
 * Runs anonymous Apex as the signed-in user, by SOAP (apex WSDL 66.0, `executeAnonymous`), because the Tooling API
 * would put the source into the URL. Never sends it twice. Embed values with {@link apexString}.
 */
export async function executeAnonymous(
  org: Org,
  source: string,
  options: ApexOptions = {},
): Promise<ApexResult> {
  const { answer, header } = await soapCall(org.connection, {
    path: `/services/Soap/s/${org.apiVersion}`,
    namespace: NAMESPACE,
    header: options.log ? LOG_HEADER : '',
    body: `<executeAnonymous><String>${escapeXml(source)}</String></executeAnonymous>`,
    what: 'running anonymous Apex',
    answer: ({ executeAnonymous }) => executeAnonymous,
    timeout: TIMEOUT,
    signal: options.signal,
  });
  const { result } = answer;
  const log = options.log ? { log: textOf(childOf(header, 'DebuggingInfo'), 'debugLog') } : {};
  if (!result.compiled) {
    return {
      kind: 'compile problem',
      line: result.line,
      column: result.column,
      problem: result.compileProblem || 'no reason was given',
      ...log,
    };
  }
  if (!result.success) {
    return {
      kind: 'exception',
      message: result.exceptionMessage || 'no reason was given',
      stack: result.exceptionStackTrace,
      ...log,
    };
  }
  return { kind: 'success', ...log };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/**
 * An Apex string literal, with quotes, for exactly this text. Only characters that XML or a line can't contain
 * become `\uXXXX`, never a quote or a backslash. So it doesn't matter when the compiler resolves the escapes.
 */
export function apexString(text: string): string {
  const body = text
    .replace(/[\\'\n\r\t\b\f]/g, (character) => ESCAPES[character] ?? character)
    .replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]|\p{Surrogate}/gu, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    });
  return `'${body}'`;
}
