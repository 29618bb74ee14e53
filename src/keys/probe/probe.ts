import { randomBytes } from 'node:crypto';
import { withoutSecrets } from '../../errors/redact.ts';
import { inspectConnection } from '../../wire/connection-facts.ts';
import { callHttp, type HttpAnswer, type NoAnswer } from '../../wire/http-call.ts';
import { keyIdentifierProblem } from '../identifier.ts';
import { remoteKeyTimeout, unconfirmedStatus } from '../uncertain.ts';
import { requestToken } from './access-token.ts';
import type { ProbeAuthentication } from './authentication.ts';
import { callableUrl } from './callable-url.ts';
import { checkBody, checkStatus, checkTime } from './check-answer.ts';
import { checkConnection } from './check-connection.ts';
import { checkDecryption } from './check-decryption.ts';
import { checkHeader } from './check-header.ts';
import { checkJson } from './check-json.ts';
import { checkParts } from './check-parts.ts';
import { checkSizes } from './check-sizes.ts';
import { completeChecks, failed, hasFailed, notChecked, passed, quoteAnswer, warned } from './findings.ts';
import { FormulaProblem } from './formula.ts';
import { needsToken, requestHeaders } from './request-headers.ts';
import type { ProbeCheck, ProbeOutcome, ProbeResult, ProbeTarget } from './types.ts';

/** Milliseconds after which an answer is called slow: CipherTrust asks for one within three seconds. */
const slowAnswer = 3000;

/**
 * Calls a key service as Salesforce would, and checks everything that Salesforce is known to refuse. Never throws for what
 * a service does.
 */
export async function probeKey(target: ProbeTarget): Promise<ProbeResult> {
  const secrets = secretsOf(target.authentication);
  const probe: Probe = { target, secrets, checks: [], elapsedMs: 0, now: target.now?.() ?? new Date() };
  const stopped = await examine(probe);
  const outcome = stopped ?? (hasFailed(probe.checks) ? 'refused' : 'proven');
  const checks = completeChecks(probe.checks).map((check) => ({
    ...check,
    message: withoutSecrets(check.message, secrets),
  }));
  const url = withoutSecrets(shownUrl(target), secrets);
  return { identifier: target.identifier, url, outcome, checks, elapsedMs: probe.elapsedMs };
}

/** One probe while it runs. */
interface Probe {
  readonly target: ProbeTarget;
  readonly now: Date;
  /** Never in a message; tokens are added. */
  readonly secrets: string[];
  readonly checks: ProbeCheck[];
  elapsedMs: number;
}

/** Checks as much as possible; returns an outcome that the checks alone don't show. */
async function examine(probe: Probe): Promise<ProbeOutcome | undefined> {
  const { target, checks, now } = probe;
  const { authentication, blocked, identifier, ca, timeout = remoteKeyTimeout } = target;
  const requestId = target.replayDetection ? randomBytes(16).toString('hex') : undefined;
  const url = callUrl(target, requestId);
  if (blocked !== undefined || !url) {
    const why =
      blocked ??
      identifierProblem(identifier) ??
      "Salesforce doesn't call this URL: it needs https and no user name";
    checks.push(failed('request', unconfirmedStatus.unknown, why));
    return undefined;
  }
  const unable = await cannotSend(probe, url);
  if (unable !== undefined) checks.push(notChecked('request', unable));
  else checks.push(request(target, requestId));
  if (authentication.kind === 'unsupported' && authentication.connect === false) return 'cannot-authenticate';

  const connection = await inspectConnection(url, { timeout, ca });
  // A service may disconnect from keyway, which has no client certificate, and accept the org.
  const brokenOff = connection.kind === 'no-tls' && unable !== undefined;
  if (!brokenOff) checks.push(...checkConnection(connection, url, now));
  if (connection.kind === 'unreachable') return unable === undefined ? 'unreachable' : 'cannot-authenticate';
  if (hasFailed(checks)) return undefined;
  if (unable !== undefined) {
    checks.push(notChecked('authentication', unable));
    return 'cannot-authenticate';
  }

  const called = await callAuthenticated(probe, url, timeout);
  if (typeof called === 'string') return called === 'unreachable' ? called : undefined;
  probe.elapsedMs = called.elapsedMs;
  checks.push(checkTime(called, target.slowAfter ?? slowAnswer));
  if (called.kind === 'unreachable') return 'unreachable';
  if (called.kind === 'answer') checkAnswer(probe, called, { identifier, requestId });
  return undefined;
}

function identifierProblem(identifier: string): string | undefined {
  const problem = keyIdentifierProblem(identifier);
  return problem === undefined ? undefined : `the identifier ${quoteAnswer(identifier)} ${problem}`;
}

/** Why keyway can't make the call. */
async function cannotSend({ target, now }: Probe, url: URL): Promise<string | undefined> {
  if (target.authentication.kind === 'unsupported') return target.authentication.reason;
  try {
    // Before anything is sent; the token is requested later.
    await requestHeaders(target, { url, token: 'token', now });
    return undefined;
  } catch (error) {
    if (error instanceof FormulaProblem) return error.message;
    throw error;
  }
}

/** The answer, with a token if one is needed; or why there was no call. */
async function callAuthenticated(
  probe: Probe,
  url: URL,
  timeout: number,
): Promise<HttpAnswer | NoAnswer | 'unreachable' | 'refused'> {
  const { target, checks } = probe;
  const { authentication, ca } = target;
  const call = async (token: string | undefined) => {
    const headers = await requestHeaders(target, { url, token, now: target.now?.() ?? new Date() });
    return callHttp({ url, method: 'GET', headers, timeout, ca });
  };
  if (authentication.kind !== 'oauth' || !needsToken(target)) return call(undefined);
  let answer: HttpAnswer | NoAnswer | undefined;
  // After a 401 Salesforce requests a fresh token and retries once.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const asked = await requestToken(authentication, { timeout, ca });
    if (asked.kind !== 'token') {
      checks.push(failed('authentication', 'AUTHENTICATION_FAILURE_RESPONSE', asked.message));
      return asked.kind;
    }
    probe.secrets.push(asked.token);
    answer = await call(asked.token);
    if (answer.kind !== 'answer' || !authentication.refreshOn.includes(answer.statusCode)) return answer;
  }
  return answer as HttpAnswer;
}

/** Checks everything in an answer that doesn't depend on a failed check. */
function checkAnswer(
  { checks, target }: Probe,
  answer: HttpAnswer,
  expected: { readonly identifier: string; readonly requestId: string | undefined },
): void {
  checks.push(...checkStatus(answer));
  if (answer.statusCode !== 200) return;
  const body = checkBody(answer);
  checks.push(body);
  if (!body.ok) return;
  const { checks: ofJson, jwe } = checkJson(answer, expected.identifier);
  checks.push(...ofJson);
  if (jwe === undefined) return;
  const { check, parts } = checkParts(jwe);
  checks.push(check);
  if (!parts) return;
  const sizes = checkSizes(parts);
  checks.push(...checkHeader(parts.header, expected), ...sizes);
  if (hasFailed(sizes.filter((size) => size.check !== 'data-key-size'))) return;
  checks.push(...checkDecryption(parts, target.privateKey));
}

/** `<url>/<identifier>` as configured; undefined if it isn't callable, or if the identifier would change the path. */
function callUrl({ url, identifier }: ProbeTarget, requestId: string | undefined): URL | undefined {
  if (keyIdentifierProblem(identifier) !== undefined) return undefined;
  return callableUrl(`${url}/${identifier}${requestId === undefined ? '' : `?requestId=${requestId}`}`);
}

function request(target: ProbeTarget, requestId: string | undefined): ProbeCheck {
  const call = `GET ${shownUrl(target)}${requestId === undefined ? '' : '?requestId=…'}`;
  if (!target.url.endsWith('/')) return passed('request', call);
  return warned(
    'request',
    `${call}: the URL of the named credential ends with /, so the call has two slashes`,
  );
}

/** Without the query, which may hold a secret; empty if it isn't a URL, for the same reason. */
function shownUrl({ url, identifier }: ProbeTarget): string {
  const parsed = URL.parse(`${url}/${identifier}`);
  return parsed ? `${parsed.origin}${parsed.pathname}` : '';
}

function secretsOf(authentication: ProbeAuthentication): string[] {
  const secrets = (() => {
    switch (authentication.kind) {
      case 'basic':
        return [authentication.password];
      case 'custom':
        return Object.values(authentication.credentials);
      case 'oauth':
        return [authentication.clientSecret];
      case 'aws':
        return [authentication.secretAccessKey];
      default:
        return [];
    }
  })();
  // Shorter secrets would match parts of words.
  return secrets.filter((secret) => secret.length >= 6);
}
