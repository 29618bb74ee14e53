import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import confirmed from '../../conformance/confirmed.json' with { type: 'json' };
import type { Fact } from '../../conformance/fact.ts';
import { facts as allFacts } from '../../conformance/facts/index.ts';
import { groupByLocalOrg } from '../../conformance/local-orgs.ts';
import { identifyingNames } from '../../conformance/mask.ts';
import { observe } from '../../conformance/observe.ts';
import type { ConformanceResult } from '../../conformance/result.ts';
import { KeywayError } from '../../errors/index.ts';
import { fileUnwritable, writeWholeFile } from '../../errors/write-file.ts';
import { resolveTarget } from '../../salesforce/index.ts';
import { withLocalOrg } from './local-org.ts';
import { type ConformanceOptions, countObservations } from './options.ts';
import { askRealOrg } from './real-org.ts';
import { resultOf } from './result.ts';

const apiVersionDefault = '66.0';

/**
 * Asks an org for the facts that keyway assumes, and reports which ones agree. Everything that it creates in a real
 * org is named KwConf… and always removed at the end.
 *
 * @throws KeywayError `ConformanceProduction`, `PermissionMissing`, `NotConfirmed`, `FileUnwritable`,
 * `CleanUpFailed`, and `Interrupted` once everything is removed
 */
export async function conformance(options: ConformanceOptions): Promise<ConformanceResult> {
  const facts = chosenFacts(options.only);
  const { targetOrg, out, apiVersion = apiVersionDefault } = options;
  if (out !== undefined) requireFolder(out);
  const result =
    targetOrg === undefined || targetOrg === 'local'
      ? await askLocalOrg(facts, apiVersion, options)
      : await askRealOrg(facts, resolveTarget({ flag: targetOrg, env: {} }), apiVersion, options);
  if (out !== undefined) writeWholeFile(out, `${JSON.stringify(result, null, 2)}\n`);
  return result;
}

/**
 * A run takes minutes, so check the path first.
 * @throws KeywayError `FileUnwritable`
 */
function requireFolder(file: string): void {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK);
  } catch (cause) {
    throw fileUnwritable(file, cause);
  }
}

/** @throws KeywayError `UsageWrong` for an unknown id */
function chosenFacts(only: readonly string[] = []): readonly Fact[] {
  // Unconfirmed facts come first, because the time may run out.
  if (only.length === 0) return allFacts.toSorted((a, b) => Number(isConfirmed(a)) - Number(isConfirmed(b)));
  const unknown = only.find((id) => !allFacts.some((fact) => fact.id === id));
  if (unknown === undefined) return allFacts.filter(({ id }) => only.includes(id));
  throw new KeywayError('UsageWrong', `--only ${unknown} is not a fact.`, {
    actions: ['docs/conformance.md lists the facts.'],
  });
}

const isConfirmed = ({ id }: Fact): boolean => Object.hasOwn(confirmed, id);

/** The local org is thrown away, so nothing needs approval or removal. */
async function askLocalOrg(
  facts: readonly Fact[],
  apiVersion: string,
  options: ConformanceOptions,
): Promise<ConformanceResult> {
  const { signal, version } = options;
  const onSeen = countObservations(facts.length, options);
  const results: ConformanceResult[] = [];
  for (const share of groupByLocalOrg(facts))
    results.push(
      await withLocalOrg(share, { apiVersion, signal }, async (org, cipherTrust) => {
        const settings = { isLocal: true, cipherTrust, withKeys: true, signal, onSeen };
        const observations = await observe(org, share.facts, settings);
        if (signal?.aborted) throw new KeywayError('Interrupted', 'Interrupted.', { exitCode: 130 });
        const names = await identifyingNames(org);
        return resultOf(
          { org, orgKind: 'local', names, observations, leftovers: [], withKeys: true },
          version,
        );
      }),
    );
  const [first] = results as [ConformanceResult];
  return { ...first, facts: results.flatMap((result) => result.facts) };
}
