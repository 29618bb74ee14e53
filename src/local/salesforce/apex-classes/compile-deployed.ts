import { type ApexSource, classProblems } from '../apex/index.ts';
import { ours } from '../api-error.ts';
import { type DeployMessage, failure } from '../metadata/deploy-message.ts';
import type { DeploySource } from '../metadata/deploy-source.ts';
import { withoutNamespace } from '../metadata/principals.ts';
import { decodeUtf8 } from '../server/body.ts';
import { tablesOf } from '../sobjects/tables.ts';
import type { View } from '../store/database.ts';
import { classSources } from './class-sources.ts';

/** Compile errors of classes with their positions, by lower-case name. Leaves out classes that compile. */
export type ClassProblems = ReadonlyMap<
  string,
  { readonly message: string; readonly position: { readonly line: number; readonly column: number } }
>;

/**
 * Compiles the classes that the org will have after a deploy: its own, without deleted ones, and with the deployed
 * ones in place of old versions. A deployed class may break one that isn't deployed.
 */
export const compileDeployed = async (
  view: View,
  source: DeploySource,
  userId: string,
): Promise<ClassProblems> => {
  const named = (name: string): string => withoutNamespace(view, name).toLowerCase();
  const sources = new Map<string, ApexSource>(classSources(view).map((one) => [one.name.toLowerCase(), one]));
  for (const { type, fullName } of [...source.before, ...source.after])
    if (type === 'ApexClass') sources.delete(named(fullName));
  let touched = sources.size < classSources(view).length;
  for (const { type, fullName, attachment } of source.files) {
    if (type.name !== 'ApexClass' || attachment === undefined) continue;
    touched = true;
    sources.set(named(fullName), { name: withoutNamespace(view, fullName), body: textOf(attachment) });
  }
  if (!touched) return new Map();
  // A compiler can't know whether a class makes callouts; that shows at run time.
  const host = { tables: tablesOf(view, 'data', userId), callout: refuseCallout };
  return classProblems([...sources.values()], host);
};

const refuseCallout = (): never => {
  throw new Error('nothing runs while classes are compiled');
};

/** Invalid UTF-8 is reported when the class is stored. */
const textOf = (bytes: Buffer): string => {
  try {
    return decodeUtf8(bytes);
  } catch {
    return '';
  }
};

/** Classes of the org that would no longer compile, as failures of the deploy that breaks them. */
export const brokenClasses = (source: DeploySource, problems: ClassProblems): readonly DeployMessage[] => {
  const deployed = new Set(source.files.map(({ fullName }) => fullName.toLowerCase()));
  return [...problems]
    .filter(([name]) => !deployed.has(name))
    .map(([name, { message }]) =>
      failure({ type: 'ApexClass', fullName: name, fileName: source.manifest }, ours(`${name}: ${message}`)),
    );
};
