import { writtenText } from '../../config/written.ts';
import {
  apexString,
  executeAnonymous,
  fillApex,
  type Org,
  type PrincipalGrant,
  readTemplate,
} from '../../salesforce/index.ts';
import { sameUser } from '../assignment/compare.ts';
import type { Config } from '../config.ts';
import type { Check } from '../link-check.ts';

declare module '../desired.ts' {
  interface Desired {
    /** Calls that `verify --callout` makes. */
    readonly callouts?: readonly WantedCallout[] | undefined;
  }
}

/** A call to make, from `check:` of a named credential. */
export interface WantedCallout {
  readonly namedCredential: string;
  readonly externalCredential: string;
  readonly method: string;
  /** Appended to the URL of the named credential. */
  readonly path: string;
  /** Status codes that count as success. */
  readonly expect: readonly number[];
  /** Even if no principal authenticates the call (Custom, NoAuthentication), the org requires access to one. */
  readonly principals: readonly string[];
}

/**
 * Makes each call by anonymous Apex, which runs as the signed-in user. It proves a principal only if that user
 * already has access to it; the check never assigns a permission set.
 */
export async function checkCallouts(
  org: Org,
  wanted: readonly WantedCallout[],
  grants: readonly PrincipalGrant[],
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const callout of wanted) checks.push(await checkCallout(org, callout, grants));
  return checks;
}

async function checkCallout(
  org: Org,
  wanted: WantedCallout,
  grants: readonly PrincipalGrant[],
): Promise<Check> {
  const base = { link: 'Callout', name: wanted.namedCredential };
  const held = grants.some(
    ({ principal, holders }) =>
      wanted.principals.includes(principal) && holders.some((holder) => sameUser(holder, org.username)),
  );
  if (!held) {
    return {
      ...base,
      ok: null,
      message: `can't be checked as ${org.username}, who can't use any of its principals`,
    };
  }
  const source = fillApex(readTemplate('apex/callout.apex'), {
    endpoint: [apexString(`callout:${wanted.namedCredential}${wanted.path}`)],
    method: [apexString(wanted.method)],
  });
  const result = await executeAnonymous(org, source, { log: true });
  if (result.kind === 'exception') return { ...base, ok: false, message: result.message };
  if (result.kind === 'compile problem')
    return { ...base, ok: null, message: `could not be made: ${result.problem}` };
  const [, status, milliseconds] = /keyway-callout (\d{3}) (\d+)/.exec(result.log ?? '') ?? [];
  if (status === undefined)
    return { ...base, ok: null, message: 'was made, but the org returned no log of the answer' };
  const ok = wanted.expect.includes(Number(status));
  const expected = ok ? '' : `, not ${wanted.expect.join(' or ')}`;
  return {
    ...base,
    ok,
    message: `${wanted.method} answered ${status}${expected} in ${milliseconds} ms, as ${org.username}`,
  };
}

export function wantedCallouts({
  namedCredentials = {},
  externalCredentials = {},
}: Config): readonly WantedCallout[] {
  return Object.entries(namedCredentials).flatMap(([namedCredential, value]): readonly WantedCallout[] => {
    if (value.type === 'Legacy' || !value.check) return [];
    const { method = 'GET', path = '', expect = 200 } = value.check;
    const externalCredential = writtenText(value.externalCredential);
    const principals = Object.keys(externalCredentials[externalCredential]?.principals ?? {});
    return [
      {
        namedCredential,
        externalCredential,
        method,
        path,
        expect: typeof expect === 'number' ? [expect] : expect,
        principals: principals.map((principal) => `${externalCredential}-${principal}`),
      },
    ];
  });
}
