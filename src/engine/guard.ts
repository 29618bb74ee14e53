import type { Environment } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import type { Org, OrgTarget } from '../salesforce/index.ts';

/*
 * A deploy to the wrong org is the accident that hurts most. These stop it: before anything is sent where the name
 * tells, and before anything changes where only the org itself can.
 */

/** @throws KeywayError `OrgOfOtherEnvironment` where the org that is meant is named by another environment */
export function guardTarget(
  target: OrgTarget,
  chosen: Environment | undefined,
  all: readonly Environment[],
): void {
  const name = target.kind === 'alias' ? target.name : target.kind === 'local' ? 'local' : undefined;
  if (name !== undefined) refuseNamed(name, chosen, all);
}

/**
 * The same by what the org says of itself: its id, and the username that logged in, by every alias that it has.
 * @throws KeywayError `OrgOfOtherEnvironment`, `OrgIdDiffers`
 */
export function guardOrg(
  org: Pick<Org, 'id' | 'username' | 'aliases'>,
  chosen: Environment | undefined,
  all: readonly Environment[],
): void {
  if (chosen?.orgId !== undefined && !sameId(chosen.orgId, org.id)) {
    throw new KeywayError(
      'OrgIdDiffers',
      `The org is ${org.id}, but environment ${chosen.name} is for ${chosen.orgId}.`,
      {
        actions: [
          'Nothing was changed. Log in to the right org, or correct orgId or targetOrg in the environment.',
        ],
      },
    );
  }
  const other = all.find(
    (environment) =>
      environment.name !== chosen?.name &&
      environment.orgId !== undefined &&
      sameId(environment.orgId, org.id) &&
      chosen?.orgId === undefined,
  );
  if (other) throw ofOther(org.id, other, chosen);
  const names = [org.username, ...org.aliases];
  // An org that this environment names as well, by whichever of its names, is its own.
  if (names.some((name) => targetsOf(chosen).includes(name))) return;
  for (const name of names) refuseNamed(name, chosen, all);
}

/** Settings of an environment that name another login of its org. */
export type OtherLogin = 'credentialOrg' | 'keyOrg';

/**
 * Another login that an environment names must be of the same org.
 * @throws KeywayError `OtherOrg`
 */
export function guardSameOrg(
  org: Pick<Org, 'id'>,
  other: Pick<Org, 'id' | 'username'>,
  named: { readonly environment: Environment | undefined; readonly setting: OtherLogin },
): void {
  if (sameId(org.id, other.id)) return;
  const { environment, setting } = named;
  throw new KeywayError(
    'OtherOrg',
    `${setting} of environment ${environment?.name}, ${environment?.[setting]}, is ${other.username} of org ${other.id}, but this run is for ${org.id}.`,
    {
      actions: [
        `Nothing was sent. ${setting} is another login of the same org: correct it or targetOrg, or log in again.`,
      ],
    },
  );
}

function refuseNamed(name: string, chosen: Environment | undefined, all: readonly Environment[]): void {
  if (targetsOf(chosen).includes(name)) return;
  const other = all.find(
    (environment) => environment.name !== chosen?.name && targetsOf(environment).includes(name),
  );
  if (other) throw ofOther(name, other, chosen);
}

function ofOther(name: string, other: Environment, chosen: Environment | undefined): KeywayError {
  const mine = chosen ? `environment ${chosen.name}` : 'the config without an environment';
  return new KeywayError(
    'OrgOfOtherEnvironment',
    `The org ${name} belongs to environment ${other.name}, but this run is for ${mine}.`,
    {
      actions: [`Nothing was sent. Use --env ${other.name} to deploy to it, or name another org with -o.`],
    },
  );
}

function targetsOf(environment: Environment | undefined): readonly string[] {
  return [
    ...(environment?.targetOrg === undefined ? [] : [environment.targetOrg]),
    ...(environment?.targetOrgs ?? []),
  ];
}

/** Ids of 15 and of 18 characters name the same org; the last three are a checksum. */
function sameId(left: string, right: string): boolean {
  return left.slice(0, 15) === right.slice(0, 15);
}
