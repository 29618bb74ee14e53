import { ApiError, ours } from '../api-error.ts';
import { isOtherwise } from '../assumptions.ts';
import { hasPermission } from '../seed/grants.ts';
import type { UserPermission } from '../seed/permissions.ts';
import { decodeUtf8 } from '../server/body.ts';
import type { ComponentType } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import {
  COMPONENT_ACCESS_REFUSED,
  missingReference,
  PERMISSIONS_ANY_OF,
  PRINCIPAL_REFERENCE_TYPE,
} from '../uncertain.ts';
import type { Author } from './author.ts';
import { removeComponent } from './delete-component.ts';
import { type DeployMessage, failure, notThereWarning, success } from './deploy-message.ts';
import type { Deletion, DeploySource, SourceFile } from './deploy-source.ts';
import { type ParsedComponent, parseComponent } from './parse-component.ts';
import { nested } from './principal-types.ts';
import { componentKey, findPrincipal, withoutNamespace } from './principals.ts';
import { ComponentProblem } from './problem.ts';
import { putComponent } from './put-component.ts';
import { METADATA_TYPES, metadataType } from './types.ts';

interface Run {
  readonly tx: Transaction;
  readonly apiVersion: number;
  readonly author: Author;
  /** The only principals that permission sets may refer to, for an org that doesn't resolve those from the same job. */
  readonly knownPrincipals: ReadonlySet<string> | undefined;
  /** The only certificates that components may refer to, for an org that doesn't resolve those of the same job. */
  readonly knownCertificates: ReadonlySet<string> | undefined;
}

/**
 * Runs a deploy in `tx`: first deletions, then components in the order of their dependencies, then the remaining
 * deletions (Metadata API Developer Guide, "Deleting Components from an Organization"). Each component succeeds or
 * fails separately; the job decides whether to keep the result.
 */
export const runDeploy = (
  tx: Transaction,
  source: DeploySource,
  author: Author,
  oneJobRefused = false,
): readonly DeployMessage[] => {
  const knownPrincipals = oneJobRefused ? new Set(tx.all('principal').map(({ id }) => id)) : undefined;
  const knownCertificates = isOtherwise(tx, 'certificatesComeFirst')
    ? new Set(tx.all('component').flatMap(({ type, fullName }) => (type === 'Certificate' ? [fullName] : [])))
    : undefined;
  const run: Run = { tx, apiVersion: source.apiVersion, author, knownPrincipals, knownCertificates };
  const messages: DeployMessage[] = [...source.failures];
  const failed = new Set(source.failures.map(({ fileName, fullName }) => `${fileName}/${fullName}`));
  for (const deletion of source.before) messages.push(deleteOne(run, deletion));
  for (const type of METADATA_TYPES)
    for (const file of source.files)
      if (file.type === type && !failed.has(`${file.fileName}/${file.fullName}`))
        messages.push(deployOne(run, file));
  for (const type of METADATA_TYPES.toReversed())
    for (const deletion of source.after)
      if (deletion.type === type.name) messages.push(deleteOne(run, deletion));
  for (const deletion of source.after)
    if (!metadataType(deletion.type)) messages.push(deleteOne(run, deletion));
  return messages;
};

const deployOne = (run: Run, file: SourceFile): DeployMessage => {
  const about = { type: file.type.name, fullName: file.fullName, fileName: file.fileName };
  try {
    return run.tx.nested((inner) => {
      if (!mayDeploy(run, file.type.name)) throw new ComponentProblem(COMPONENT_ACCESS_REFUSED);
      if ((file.type.since ?? 0) > run.apiVersion)
        throw new ComponentProblem(
          ours(`${file.type.name} is not in version ${run.apiVersion}.0: it came with ${file.type.since}.0`),
        );
      const parsed = parseComponent(decodeUtf8(file.content), file.type.shape, run.apiVersion);
      checkKnownPrincipals(run, parsed);
      checkKnownCertificates(run, parsed);
      return success(
        about,
        putComponent(inner, file.type, file.fullName, parsed, run.author, file.attachment),
      );
    });
  } catch (error) {
    if (error instanceof ComponentProblem) return failure(about, error.message, error);
    if (error instanceof ApiError) return failure(about, ours('the file is not UTF-8'));
    throw error;
  }
};

const checkKnownPrincipals = ({ tx, knownPrincipals }: Run, parsed: ParsedComponent): void => {
  if (knownPrincipals === undefined) return;
  for (const [index, access] of nested(parsed.body, 'externalCredentialPrincipalAccesses').entries()) {
    const name = String(access.externalCredentialPrincipal);
    if (!knownPrincipals.has(findPrincipal(tx, name)?.id ?? ''))
      throw new ComponentProblem(
        missingReference('externalCredentialPrincipal', PRINCIPAL_REFERENCE_TYPE, name),
        parsed.elements('externalCredentialPrincipalAccesses')[index],
      );
  }
};

const checkKnownCertificates = ({ knownCertificates }: Run, parsed: ParsedComponent): void => {
  if (knownCertificates === undefined) return;
  for (const section of ['externalCredentialParameters', 'namedCredentialParameters'])
    for (const [index, { certificate }] of nested(parsed.body, section).entries())
      if (typeof certificate === 'string' && !knownCertificates.has(certificate))
        throw new ComponentProblem(
          missingReference('certificate', 'Certificate', certificate),
          parsed.elements(section)[index],
        );
};

/** Each type requires its own permission. */
const mayDeploy = ({ tx, author }: Run, type: ComponentType): boolean =>
  NEEDS[type].every((anyOf) => anyOf.some((name) => hasPermission(tx, author.userId, name)));

/** Everybody who can deploy may do this. */
const SETUP: readonly (readonly UserPermission[])[] = [['ModifyMetadata', 'ModifyAllData']];

const NEEDS: Readonly<Record<ComponentType, readonly (readonly UserPermission[])[]>> = {
  ApexClass: [PERMISSIONS_ANY_OF.apex],
  AuthProvider: [['CustomizeApplication'], ['ManageAuthProviders']],
  Certificate: [PERMISSIONS_ANY_OF.certificates],
  ExternalAuthIdentityProvider: [PERMISSIONS_ANY_OF.credentials],
  ExternalCredential: [PERMISSIONS_ANY_OF.credentials],
  NamedCredential: [PERMISSIONS_ANY_OF.credentials],
  CspTrustedSite: SETUP,
  OutboundNetworkConnection: SETUP,
  RemoteSiteSetting: SETUP,
  PermissionSet: [PERMISSIONS_ANY_OF.principalAccess],
  Settings: [['CustomizeApplication'], PERMISSIONS_ANY_OF.encryption],
};

const deleteOne = (run: Run, deletion: Deletion): DeployMessage => {
  const { tx } = run;
  const { type, fullName, fileName } = deletion;
  if (metadataType(type) === undefined)
    return failure(deletion, ours(`metadata type ${type} is not emulated`));
  const component = tx.get('component', componentKey(type, withoutNamespace(tx, fullName)));
  if (component === undefined) return notThereWarning(type, fullName, fileName);
  if (!mayDeploy(run, component.type)) return failure(deletion, COMPONENT_ACCESS_REFUSED);
  const problem = removeComponent(tx, component);
  return problem === undefined
    ? success(deletion, { deleted: true, id: component.id })
    : failure(deletion, problem);
};
