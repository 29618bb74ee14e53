import type { Config } from '../config.ts';
import type { ExternalCredentialComponent } from '../external-credential/metadata.ts';
import { principalsOf } from '../external-credential/principals.ts';

/** The principals that permission sets of the file grant the Automated Process user: `AcmeKms-KeyService`. */
export function grantedToAutoproc({
  permissionSets = {},
}: Pick<Config, 'permissionSets'>): ReadonlySet<string> {
  return new Set(
    Object.values(permissionSets)
      .filter(({ assignTo }) => assignTo?.some((user) => user === 'autoproc'))
      .flatMap(({ principals = [] }) => principals),
  );
}

/** The principal that an org fetches keys as: of those that are granted, or of all if none is, the first by sequence. */
export function fetchingPrincipal(
  externalCredential: ExternalCredentialComponent,
  granted: ReadonlySet<string>,
): string | undefined {
  const all = [...principalsOf(externalCredential).keys()];
  return all.find((name) => granted.has(`${externalCredential.fullName}-${name}`)) ?? all[0];
}
