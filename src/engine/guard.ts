import type { Environment } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import type { Org, OrgTarget } from '../salesforce/index.ts';

/*
 * These checks prevent a deploy to the wrong org. One uses the org's name, before anything is sent. The other uses
 * what the org says about itself, before anything changes.
 */

/** @throws KeywayError `OrgOfOtherEnvironment` if another environment names the target org */
export function guardTarget(
  target: OrgTarget,
  chosen: Environment | undefined,
  all: readonly Environment[],
): void {
  const name = target.kind === 'alias' ? target.name : target.kind === 'local' ? 'local' : undefined;
  if (name !== undefined) refuseNamed(name, chosen, all);
}

/**
 * Checks the org's id, and the signed-in username with all its aliases.
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
          'Nothing was changed. Sign in to the right org, or correct orgId or targetOrg in the environment.',
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
  if (other) throw otherEnvironmentError(org.id, other, chosen);
  const names = [org.username, ...org.aliases];
  // If this environment also names the org, by any of its names, the org belongs to it.
  if (names.some((name) => targetsOf(chosen).includes(name))) return;
  for (const name of names) refuseNamed(name, chosen, all);
}

/** Settings of an environment that name another sign-in to its org. */
export type OtherLogin = 'credentialOrg' | 'keyOrg';

/**
 * Requires that another sign-in of an environment leads to the same org.
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
        `Nothing was sent. ${setting} must be another sign-in to the same org: correct it or targetOrg, or sign in again.`,
      ],
    },
  );
}

function refuseNamed(name: string, chosen: Environment | undefined, all: readonly Environment[]): void {
  if (targetsOf(chosen).includes(name)) return;
  const other = all.find(
    (environment) => environment.name !== chosen?.name && targetsOf(environment).includes(name),
  );
  if (other) throw otherEnvironmentError(name, other, chosen);
}

function otherEnvironmentError(
  name: string,
  other: Environment,
  chosen: Environment | undefined,
): KeywayError {
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

/** An id has 15 characters, or 18 with a checksum at the end. Both forms name the same org. */
function sameId(left: string, right: string): boolean {
  return left.slice(0, 15) === right.slice(0, 15);
}
