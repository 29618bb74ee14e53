import { checkEncryptionKeySettings, checkKeys } from '../kinds/cache-only-key/check.ts';
import { checkEndpointUrls } from '../kinds/cipher-trust/check.ts';
import { checkExternalCredential } from '../kinds/external-credential/check.ts';
import { checkNamedCredential } from '../kinds/named-credential/check.ts';
import { checkPermissionSet, knownPrincipals } from '../kinds/permission-set/check.ts';
import type { Checking, Report } from './checking.ts';
import type { Problem } from './problems.ts';
import type { ConfigFile } from './schema/index.ts';
import { child, locate, type Tree } from './tree.ts';
import { inside, show } from './wording.ts';

/** What only the whole config can tell: names that must meet, fields that must fit each other. */
export function checkConfig(
  config: ConfigFile,
  tree: Tree,
  options: { apiVersion: string; local: boolean },
): readonly Problem[] {
  const problems: Problem[] = [];
  const say =
    (severity: Problem['severity']): Report =>
    (path, message, of = 'value') => {
      const value = path.reduce<Tree | undefined>(child, tree);
      const from =
        of === 'value' && value?.kind === 'scalar' && value.from !== undefined
          ? ` (from ${show(value.from)})`
          : '';
      problems.push({ severity, at: locate(tree, path, of), message: `${message}${from}` });
    };
  const report = say('error');
  const checking: Checking = { config, ...options, report, warn: say('warning') };
  for (const kind of ['externalCredentials', 'namedCredentials', 'permissionSets'] as const) {
    checkNames(kind, Object.keys(config[kind] ?? {}), config.removed?.[kind] ?? [], report);
  }
  for (const [name, value] of Object.entries(config.externalCredentials ?? {}))
    checkExternalCredential(name, value, checking);
  for (const [name, value] of Object.entries(config.namedCredentials ?? {}))
    checkNamedCredential(name, value, checking);
  const principals = knownPrincipals(config);
  for (const [name, value] of Object.entries(config.permissionSets ?? {}))
    checkPermissionSet(name, value, principals, report);
  checkNames('certificates', Object.keys(config.certificates ?? {}), [], report);
  checkEncryptionKeySettings(checking);
  checkKeys(checking);
  checkEndpointUrls(checking);
  return problems;
}

/** Salesforce takes developer names without regard to case. */
function checkNames(
  kind: string,
  names: readonly string[],
  removed: readonly string[],
  report: Report,
): void {
  const declared = new Map<string, string>();
  for (const name of names) {
    const other = declared.get(name.toLowerCase());
    if (other !== undefined)
      report([kind, name], `"${name}" and "${other}" in ${kind} are one name to Salesforce; keep one`, 'key');
    declared.set(name.toLowerCase(), name);
  }
  const gone = new Set<string>();
  for (const [index, name] of removed.entries()) {
    const path = ['removed', kind, index];
    if (declared.has(name.toLowerCase()))
      report(
        path,
        `"${name}"${inside(path.slice(0, -1))} is declared in ${kind} as well; keep one of the two`,
      );
    if (gone.has(name.toLowerCase())) report(path, `"${name}" stands twice in removed.${kind}; keep one`);
    gone.add(name.toLowerCase());
  }
}
