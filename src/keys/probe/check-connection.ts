import type { Connection, TlsFacts } from '../../wire/connection-facts.ts';
import { unconfirmedStatus } from '../uncertain.ts';
import { failed, notChecked, passed, quoteAnswer, warned } from './findings.ts';
import { reasonOf } from './reason.ts';
import type { ProbeCheck } from './types.ts';

/** Certificates are usually renewed before their last month. */
const soonDays = 30;
const dayMs = 86_400_000;

/** Whether the service is reachable, and whether its certificate is valid. */
export function checkConnection(connection: Connection, url: URL, now: Date): readonly ProbeCheck[] {
  const { host } = url;
  if (connection.kind === 'unreachable') {
    return [
      failed(
        'reachable',
        unconfirmedStatus.unknown,
        `${host} isn't reachable from here: ${reasonOf(connection.code)}`,
      ),
    ];
  }
  const reachable = passed('reachable', `${host} accepts connections`);
  if (connection.kind === 'plain') {
    const why = 'the connection on loopback has no TLS';
    const checks = (['tls', 'tls-issuer', 'tls-name', 'tls-expiry'] as const).map((check) =>
      notChecked(check, why),
    );
    return [reachable, ...checks];
  }
  if (connection.kind === 'no-tls') {
    const message = `${host} offers no usable TLS: ${reasonOf(connection.code)}`;
    return [reachable, failed('tls', unconfirmedStatus.unknown, message)];
  }
  return [
    reachable,
    passed('tls', connection.protocol),
    issuer(connection),
    name(connection, url),
    expiry(connection, now),
  ];
}

function issuer({ chainProblem }: TlsFacts): ProbeCheck {
  if (chainProblem === undefined) return passed('tls-issuer', 'the certificate is from a trusted authority');
  if (outOfTime.has(chainProblem)) return notChecked('tls-issuer', "a certificate isn't valid at this time");
  return failed(
    'tls-issuer',
    unconfirmedStatus.unknown,
    `the certificate isn't trusted: ${reasonOf(chainProblem)}`,
  );
}

function name({ nameFits, names }: TlsFacts, { hostname }: URL): ProbeCheck {
  if (nameFits) return passed('tls-name', `the certificate is for ${hostname}`);
  const found = names === '' ? 'no name' : quoteAnswer(names);
  return failed(
    'tls-name',
    unconfirmedStatus.unknown,
    `the certificate is for ${found}, not for ${hostname}`,
  );
}

function expiry({ chainProblem, validFrom, validTo }: TlsFacts, now: Date): ProbeCheck {
  const until = validTo.toISOString().slice(0, 10);
  const fails = (message: string) => failed('tls-expiry', unconfirmedStatus.unknown, message);
  if (validTo <= now) return fails(`the certificate expired on ${until}`);
  if (validFrom > now)
    return fails(`the certificate is valid only from ${validFrom.toISOString().slice(0, 10)}`);
  if (outOfTime.has(chainProblem ?? ''))
    return fails('a certificate in its chain has expired, or is not valid yet');
  const days = Math.floor((validTo.getTime() - now.getTime()) / dayMs);
  if (days < soonDays) return warned('tls-expiry', `the certificate expires on ${until}, in ${days} days`);
  return passed('tls-expiry', `the certificate is valid until ${until}`);
}

const outOfTime: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
