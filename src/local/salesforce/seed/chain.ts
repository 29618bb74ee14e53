import { KeywayError } from '../../../errors/index.ts';
import { ApiError } from '../api-error.ts';
import type { Author } from '../metadata/author.ts';
import { readSource } from '../metadata/deploy-source.ts';
import { componentKey, findPrincipal } from '../metadata/principals.ts';
import { runDeploy } from '../metadata/run-deploy.ts';
import { METADATA_TYPES } from '../metadata/types.ts';
import { NEWEST_VERSION } from '../server/versions.ts';
import { insertAssignment } from '../sobjects/permission-set-assignment.ts';
import { insertSetupEntityAccess } from '../sobjects/setup-entity-access.ts';
import type { Transaction } from '../store/database.ts';
import type { Seed } from './options.ts';
import { addGroup } from './users.ts';

const invalid = (message: string): KeywayError =>
  new KeywayError('LocalOrgSeedInvalid', `The seed of the local org: ${message}.`);

/** Adds the seed's components, grants and assignments, in the same way as a deploy and rows would. */
export const seedChain = (tx: Transaction, seed: Seed, author: Author): void => {
  addComponents(tx, seed.components ?? {}, author);
  for (const [profile, principals] of Object.entries(seed.profileGrants ?? {})) {
    const profileId = tx.all('profile').find((row) => row.Name === profile)?.Id;
    const owned = tx.all('profilePermissionSet').find((row) => row.ProfileId === profileId);
    if (profileId === undefined || owned === undefined) throw invalid(`there is no profile "${profile}"`);
    grant(tx, String(owned.Id), principals, author);
  }
  for (const [group, principals] of Object.entries(seed.groupGrants ?? {}))
    grant(tx, addGroup(tx, group, author.now), principals, author);
  for (const [permissionSet, users] of Object.entries(seed.assignments ?? {}))
    for (const name of users) {
      const component = tx.get('component', componentKey('PermissionSet', permissionSet));
      const user = tx
        .all('user')
        .find((row) => row.Username === name || (name === 'autoproc' && row.Alias === name));
      if (component === undefined) throw invalid(`there is no permission set "${permissionSet}"`);
      if (user === undefined) throw invalid(`there is no user "${name}"`);
      refusing(() =>
        insertAssignment(tx, { AssigneeId: String(user.Id), PermissionSetId: component.id }, author),
      );
    }
};

const grant = (tx: Transaction, ParentId: string, principals: readonly string[], author: Author): void => {
  for (const name of principals) {
    const principal = findPrincipal(tx, name);
    if (principal === undefined) throw invalid(`there is no principal "${name}"`);
    refusing(() => insertSetupEntityAccess(tx, { ParentId, SetupEntityId: principal.id }, author));
  }
};

const refusing = (work: () => void): void => {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiError) throw invalid(error.message);
    throw error;
  }
};

const addComponents = (
  tx: Transaction,
  components: Readonly<Record<string, string>>,
  author: Author,
): void => {
  if (Object.keys(components).length === 0) return;
  const types = METADATA_TYPES.map(
    ({ name }) => `<types><members>*</members><name>${name}</name></types>`,
  ).join('');
  const manifest = `<Package xmlns="http://soap.sforce.com/2006/04/metadata">${types}<version>${NEWEST_VERSION}.0</version></Package>`;
  const files = Object.entries({ ...components, 'package.xml': manifest });
  const zip = new Map(files.map(([name, text]) => [name, Buffer.from(text)]));
  const source = readSource(zip, NEWEST_VERSION, { allowMissingFiles: false, autoUpdatePackage: false });
  const failed = runDeploy(tx, source, author).find(({ success }) => !success);
  if (failed) throw invalid(`${failed.fileName}: ${failed.problem}`);
};
