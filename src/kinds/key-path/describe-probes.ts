import { KeywayError } from '../../errors/index.ts';
import { notReached } from '../../keys/probe/findings.ts';
import type { ProbedKey } from './probe-keys.ts';

/* Descriptions of probe results, shared by all commands. */

/**
 * Problems that a probe found, with the StatusCode that the org would log. If there are none, the checks that it
 * couldn't make.
 */
export function probeFindings({ result: { checks } }: ProbedKey): readonly string[] {
  const wrong = checks.filter(({ ok }) => ok === false);
  const unchecked = checks.filter(({ ok, message }) => ok === null && message !== notReached).slice(0, 3);
  const reported = wrong.length > 0 ? wrong : unchecked;
  return reported.map(
    ({ check, message, statusCode }) => `${check}${statusCode ? ` (${statusCode})` : ''}: ${message}`,
  );
}

/** Checks that pass but need attention: a slow answer, a TLS certificate that expires soon. */
export function probeWarnings({ name, result: { checks } }: ProbedKey): readonly string[] {
  return checks.filter(({ warning }) => warning).map(({ check, message }) => `${name}, ${check}: ${message}`);
}

/** As in `Data acme-data-1 (ACTIVE, version 2) at https://kms.acme.example/v1/keys/acme-data-1: proven`. */
export function describeProbed({ name, namedCredential, result: { url, outcome } }: ProbedKey): string {
  return `${name} at ${url || namedCredential}: ${outcome}`;
}

/** Says why a key service is untested: keyway can't reach it, or can't sign in as the org does. */
export function describeUntested(probed: ProbedKey): string {
  return `keyway can't test ${probed.name} from here (${probed.result.outcome}): ${probeFindings(probed).join('; ')}`;
}

/** Whether a probe says nothing about the key service. */
export function isUntested({ result: { outcome } }: ProbedKey): boolean {
  return outcome === 'unreachable' || outcome === 'cannot-authenticate';
}

/** @throws KeywayError `KeyServiceRefused` if a service gives an answer that Salesforce would refuse */
export function requireNotRefused(probed: readonly ProbedKey[], already = 'Nothing was changed.'): void {
  const refused = probed.filter(({ result }) => result.outcome === 'refused');
  if (refused.length === 0) return;
  const lines = refused.flatMap((one) => [
    `${one.name} at ${one.result.url || one.namedCredential}:`,
    ...probeFindings(one).map((finding) => `  ${finding}`),
  ]);
  throw new KeywayError(
    'KeyServiceRefused',
    `Salesforce would refuse the answer of the key service.\n${lines.join('\n')}`,
    {
      actions: [
        `${already} Fix the answer of the key service, and check it with keyway key probe.`,
        ...refused
          .filter(({ status }) => status === 'ARCHIVED')
          .map(
            ({ name }) =>
              `${name}: the key service must serve its identifier as long as data is encrypted with it. Otherwise, destroy the key first: keyway key destroy`,
          ),
      ],
      data: { probes: refused.map(({ name, result }) => ({ name, ...result })) },
    },
  );
}
