import { errorCodeOf, listMetadata, type Org, query, soql, soqlLike } from '../salesforce/index.ts';
import { type FileType, fileTypes } from './files.ts';

const prefix = 'KwConf';

/** Whether a name belongs to the facts: `KwConfRows` and `KwConf 1` do, `KwConfiguration` doesn't. */
export function isFactName(name: string): boolean {
  return /^KwConf(?![a-z])/.test(name);
}

/** Something that facts created in an org. */
export interface FactComponent {
  /** A metadata type, `PermissionSetAssignment`, or `CronTrigger`. */
  readonly type: FileType | 'PermissionSetAssignment' | 'CronTrigger';
  /** For an assignment: the permission set and the user. */
  readonly name: string;
  /** The id of a row; undefined for a component. */
  readonly id: string | undefined;
}

/** Finds what facts of any run created in an org, by the names that the org lists. */
export async function findFactComponents(org: Org): Promise<readonly FactComponent[]> {
  const [components, assignments, jobs] = await Promise.all([
    componentsIn(org),
    rowsIn<Assignment>(
      org,
      soql`SELECT Id, PermissionSet.Name, Assignee.Alias FROM PermissionSetAssignment WHERE PermissionSet.Name LIKE ${soqlLike(prefix, { after: '%' })}`,
    ),
    rowsIn<Job>(
      org,
      soql`SELECT Id, CronJobDetail.Name FROM CronTrigger WHERE CronJobDetail.Name LIKE ${soqlLike(prefix, { after: '%' })} AND State != ${'DELETED'}`,
    ),
  ]);
  const own: readonly FactComponent[] = [
    ...jobs.map(({ Id, CronJobDetail: { Name } }) => ({ type: 'CronTrigger' as const, name: Name, id: Id })),
    ...assignments.map(({ Id, PermissionSet: { Name }, Assignee: { Alias } }) => ({
      type: 'PermissionSetAssignment' as const,
      name: `${Name} of ${Alias}`,
      id: Id,
    })),
    ...components,
  ];
  return own.filter(({ name }) => isFactName(name));
}

interface Assignment {
  readonly Id: string;
  readonly PermissionSet: { readonly Name: string };
  readonly Assignee: { readonly Alias: string };
}

interface Job {
  readonly Id: string;
  readonly CronJobDetail: { readonly Name: string };
}

/** Lists each type separately, because an org without a type refuses to list it and has nothing of ours there. */
async function componentsIn(org: Org): Promise<readonly FactComponent[]> {
  const types = fileTypes.filter((type) => type !== 'Settings');
  const lists = await Promise.all(types.map((type) => ifKnown(listMetadata(org, [type]))));
  return lists
    .flat()
    .map(({ type, fullName }) => ({ type: type as FileType, name: fullName, id: undefined }));
}

function rowsIn<T>(org: Org, text: string): Promise<readonly T[]> {
  return ifKnown(query<T>(org, text));
}

/** This user can't have created what an org hides from them. */
async function ifKnown<T>(rows: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await rows;
  } catch (error) {
    const code = errorCodeOf(error) ?? '';
    if (/INVALID_TYPE|INVALID_FIELD/.test(code)) return [];
    throw error;
  }
}
