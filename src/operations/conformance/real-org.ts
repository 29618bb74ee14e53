import { cleanUp, type Leftover } from '../../conformance/clean-up.ts';
import type { Fact } from '../../conformance/fact.ts';
import { readSettings, restoreSettings } from '../../conformance/keep-settings.ts';
import made from '../../conformance/made.json' with { type: 'json' };
import { identifyingNames } from '../../conformance/mask.ts';
import { observe, reasonToSkip } from '../../conformance/observe.ts';
import { findFactComponents } from '../../conformance/own.ts';
import type { ConformanceResult } from '../../conformance/result.ts';
import { confirmChange } from '../../engine/approve.ts';
import { KeywayError } from '../../errors/index.ts';
import { requireNeeds } from '../../kinds/require-permissions.ts';
import { count } from '../../report/count.ts';
import { connect, type Org, type OrgTarget } from '../../salesforce/index.ts';
import { isLoopback } from '../../wire/transport.ts';
import { type ConformanceOptions, countObservations } from './options.ts';
import { resultOf } from './result.ts';

/** In milliseconds: twelve minutes for the questions and three for the cleanup. */
const defaultTimeLimit = 12 * 60_000;
const cleanUpTime = 3 * 60_000;

/** Asks a permanent org: after an approval, and with a cleanup before and afterwards. */
export async function askRealOrg(
  facts: readonly Fact[],
  target: OrgTarget,
  apiVersion: string,
  options: ConformanceOptions,
): Promise<ConformanceResult> {
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, ...(options.signal ? [options.signal] : [])]);
  const org = await connect(target, { apiVersion, stateDir: '', signal });
  try {
    const orgKind = askableKind(org);
    await requireNeeds(org, ['metadata', 'credentials'], 'asking for facts');
    await approve(org, facts, options);
    const { longest = defaultTimeLimit } = options;
    // A separate connection, so that aborting the questions doesn't abort the cleanup.
    const end = AbortSignal.timeout(longest + cleanUpTime);
    const cleaner = await connect(target, { apiVersion, stateDir: '', signal: end });
    const timer = setTimeout(() => ending.abort(), longest);
    try {
      const names = await identifyingNames(cleaner);
      await cleanUp(cleaner, (own) => options.listener?.removing?.(own, 'before'));
      const withKeys = options.withKeys === true;
      // Only facts about keys change settings.
      const settingsBefore = withKeys ? await readSettings(cleaner) : '';
      const settings = { isLocal: false, withKeys, signal, onSeen: countObservations(facts.length, options) };
      const [observations, leftovers] = await runAndCleanUp(cleaner, settingsBefore, options, () =>
        observe(org, facts, settings),
      );
      if (options.signal?.aborted) throw interrupted(leftovers);
      return resultOf({ org, orgKind, names, observations, leftovers, withKeys }, options.version);
    } finally {
      clearTimeout(timer);
      await cleaner.close();
    }
  } finally {
    await org.close();
  }
}

/** @throws KeywayError `ConformanceProduction` unless the org reports a kind that nothing depends on */
function askableKind({ kind, username, instanceUrl }: Org): ConformanceResult['orgKind'] {
  if (kind === 'production' || kind === 'trial')
    throw new KeywayError(
      'ConformanceProduction',
      `The org of ${username} says that it is a ${kind} org. keyway conformance needs a sandbox, a scratch org or a Developer Edition org.`,
      {
        actions: [
          'Nothing was changed. Choose another org with -o.',
          'A Developer Edition org is free: https://developer.salesforce.com/signup',
        ],
      },
    );
  return isLoopback(new URL(instanceUrl).hostname) ? 'local' : kind;
}

/** @throws KeywayError `NotConfirmed` */
async function approve(org: Org, facts: readonly Fact[], options: ConformanceOptions): Promise<void> {
  const settings = { isLocal: false, withKeys: options.withKeys === true };
  const asked = facts.filter((fact) => reasonToSkip(fact, settings) === undefined);
  const byFact: Readonly<Record<string, string>> = made;
  const components = new Map(
    asked.flatMap(({ id }) => (byFact[id] === undefined ? [] : [[id, byFact[id]] as const])),
  );
  const earlier = await findFactComponents(org);
  options.listener?.announced?.(org, components, earlier);
  const keys = asked.filter(({ changes }) => changes === 'keys').map(({ id }) => id);
  const sentence = [
    ...(earlier.length === 0
      ? []
      : [`keyway removes ${count(earlier.length, 'component')} that an earlier run left`]),
    `keyway creates components named KwConf… in the org of ${org.username} at ${new URL(org.instanceUrl).host}, and removes them again`,
    ...(keys.length === 0
      ? []
      : [
          `${keys.join(', ')}: keys that these create stay in the org; keyway restores the settings that they change`,
        ]),
  ].join('. ');
  await confirmChange(sentence, options, {
    components: Object.fromEntries(components),
    earlier: earlier.map(({ type, name }) => `${type} ${name}`),
  });
}

/**
 * Always cleans up after the work.
 * @throws KeywayError `CleanUpFailed`, or the error of the work
 */
async function runAndCleanUp<T>(
  org: Org,
  settingsBefore: string,
  { listener }: ConformanceOptions,
  work: () => Promise<T>,
): Promise<readonly [T, readonly Leftover[]]> {
  const [ended] = await Promise.allSettled([work()]);
  let cleaned: readonly Leftover[];
  try {
    const settings = await restoreSettings(org, settingsBefore);
    const clean = () => cleanUp(org, (own) => listener?.removing?.(own, 'after'));
    // If an answer was lost, read the org again and clean up once more.
    cleaned = [...settings, ...(await clean().catch(clean))];
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KeywayError('CleanUpFailed', `keyway couldn't remove what it created in the org: ${reason}`, {
      cause,
      actions: ['Run the same command again: it first removes everything named KwConf….'],
    });
  }
  if (ended.status === 'rejected') throw ended.reason;
  return [ended.value, cleaned];
}

function interrupted(leftovers: readonly Leftover[]): KeywayError {
  const kept = leftovers.map(({ type, name }) => `${type} ${name}`).join(', ');
  const what =
    kept === '' ? 'keyway removed everything that it created in the org.' : `The org kept ${kept}.`;
  return new KeywayError('Interrupted', `Interrupted. ${what}`, {
    exitCode: 130,
    actions: [
      ...leftovers.map(({ name, remedy }) => `${name}: ${remedy}`),
      'Run the same command again to ask for the facts.',
    ],
    data: { leftovers },
  });
}
