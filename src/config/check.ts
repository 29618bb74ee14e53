import type { Checking, Report } from './checking.ts';
import type { FileHeader, TypedFormat } from './format.ts';
import type { Problem } from './problems.ts';
import { child, locate, type Tree } from './tree.ts';
import { displayText, inPath } from './wording.ts';

/** Runs the checks that need the whole config, section by section. */
export function checkConfig<C extends FileHeader>(
  { sections }: TypedFormat<C>,
  config: C,
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
          ? ` (from ${displayText(value.from)})`
          : '';
      problems.push({ severity, at: locate(tree, path, of), message: `${message}${from}` });
    };
  const report = say('error');
  const checking: Checking<C> = { config, ...options, report, warn: say('warning') };
  for (const { name, hasDeveloperNames, check } of sections) {
    if (hasDeveloperNames) checkNames(name, namesIn(config, name), config.removed?.[name] ?? [], report);
    check?.(checking);
  }
  return problems;
}

function namesIn(config: object, section: string): readonly string[] {
  return Object.keys(Object.entries(config).find(([name]) => name === section)?.[1] ?? {});
}

/** Salesforce's developer names are case-insensitive. */
function checkNames(
  section: string,
  names: readonly string[],
  removed: readonly string[],
  report: Report,
): void {
  const declared = new Map<string, string>();
  for (const name of names) {
    const other = declared.get(name.toLowerCase());
    if (other !== undefined)
      report(
        [section, name],
        `"${name}" and "${other}" in ${section} are the same name to Salesforce; keep one`,
        'key',
      );
    declared.set(name.toLowerCase(), name);
  }
  const removedNames = new Set<string>();
  for (const [index, name] of removed.entries()) {
    const path = ['removed', section, index];
    if (declared.has(name.toLowerCase()))
      report(
        path,
        `"${name}"${inPath(path.slice(0, -1))} is also declared in ${section}; keep one of the two`,
      );
    if (removedNames.has(name.toLowerCase()))
      report(path, `"${name}" is listed twice in removed.${section}; keep one`);
    removedNames.add(name.toLowerCase());
  }
}
