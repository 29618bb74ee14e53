import { notReached } from '../keys/probe/findings.ts';
import type { ProbeCheck, ProbeOutcome, ProbeResult } from '../keys/probe/types.ts';
import { isUnconfirmed } from '../keys/status-codes.ts';
import { columns } from './table.ts';
import { paint, printable } from './terminal.ts';

/** The request to a key service and its checks, one on each line. Checks that weren't reached share a line. */
export function formatProbe(
  name: string,
  { identifier, url, outcome, checks }: ProbeResult,
): readonly string[] {
  const title = `${printable(name === identifier ? name : `${name} (${identifier})`)}  ${printable(url)}`;
  const reached = checks.filter(({ message }) => message !== notReached);
  const others = checks.filter((check) => !reached.includes(check)).map(({ check }) => check);
  const last = others.length > 0 ? [[`  ${paint('yellow', '?')} ${notReached}`, others.join(', ')]] : [];
  return [title, ...columns([...reached.map(line), ...last]), `  ${outcomes[outcome](checks)}`];
}

function line({ check, ok, statusCode, message, warning }: ProbeCheck): readonly string[] {
  const held = warning ? paint('yellow', '!') : paint('green', '✔');
  const mark = ok === null ? paint('yellow', '?') : ok ? held : paint('red', '✖');
  const code = statusCode === undefined ? '' : ` (${statusCode}${isUnconfirmed(statusCode) ? ' [?]' : ''})`;
  return [`  ${mark} ${check}`, printable(`${message}${code}`)];
}

const outcomes: Readonly<Record<ProbeOutcome, (checks: readonly ProbeCheck[]) => string>> = {
  proven: (checks) =>
    checks.some(({ check, ok }) => check === 'data-key' && ok === null)
      ? 'Passed, as far as keyway can check without the private key.'
      : 'Proven.',
  refused: () => 'Failed: Salesforce would reject this answer.',
  unreachable: () => 'Unreachable from here, so nothing was checked.',
  'cannot-authenticate': () => "Can't authenticate from here, so nothing was checked.",
};
