import type { Config } from '../config.ts';
import type { ExternalCredentialComponent } from '../external-credential/metadata.ts';
import { principalsOf } from '../external-credential/principals.ts';

/** Principals that permission sets in the file grant to the Automated Process user: `AcmeKms-KeyService`. */
export function grantedToAutoproc({
  permissionSets = {},
}: Pick<Config, 'permissionSets'>): ReadonlySet<string> {
  return new Set(
    Object.values(permissionSets)
      .filter(({ assignTo }) => assignTo?.some((user) => user === 'autoproc'))
      .flatMap(({ principals = [] }) => principals),
  );
}

/** The principal that an org fetches keys as: the first by sequence of those granted, or of all if none is granted. */
export function fetchingPrincipal(
  externalCredential: ExternalCredentialComponent,
  granted: ReadonlySet<string>,
): string | undefined {
  const all = [...principalsOf(externalCredential).keys()];
  return all.find((name) => granted.has(`${externalCredential.fullName}-${name}`)) ?? all[0];
}
