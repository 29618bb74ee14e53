import { ours } from '../api-error.ts';
import { keyPrefix } from '../ids.ts';
import type { Author } from '../metadata/author.ts';
import { sameBody } from '../metadata/normalise.ts';
import type { ParsedComponent } from '../metadata/parse-component.ts';
import { componentKey } from '../metadata/principals.ts';
import { ComponentProblem } from '../metadata/problem.ts';
import { hasPendingJobs } from '../scheduled-jobs/schedule.ts';
import { decodeUtf8 } from '../server/body.ts';
import { NEWEST_VERSION, OLDEST_VERSION } from '../server/versions.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { Transaction } from '../store/database.ts';
import { PENDING_JOBS } from '../uncertain.ts';

/** Stores a class that compiles, unless it has pending jobs. Throws ComponentProblem. */
export const putApexClass = (
  tx: Transaction,
  fullName: string,
  parsed: ParsedComponent,
  author: Author,
  content: Buffer | undefined,
): { readonly id: string; readonly created: boolean; readonly changed: boolean } => {
  const written = parsed.body;
  const body: ComponentBody = { apiVersion: written.apiVersion ?? '', status: written.status ?? 'Active' };
  const version = Number(body.apiVersion);
  if (!/^\d+\.0$/.test(String(body.apiVersion)) || version < OLDEST_VERSION || version > NEWEST_VERSION)
    throw new ComponentProblem(
      ours(`apiVersion ${body.apiVersion} of a class is not served`),
      parsed.elements('apiVersion')[0],
    );
  if (body.status !== 'Active')
    throw new ComponentProblem(ours(`classes that are ${body.status} are not emulated`));
  if (content === undefined) throw new ComponentProblem(ours(`${fullName}.cls is not in the zip`));
  if (author.classes === undefined) throw new ComponentProblem(ours('classes in a seed are not emulated'));
  const text = decodeUtf8(content);
  const problem = author.classes.get(fullName.toLowerCase());
  if (problem) throw new ComponentProblem(problem.message, problem.position);
  if (hasPendingJobs(tx, fullName)) throw new ComponentProblem(PENDING_JOBS);
  const key = componentKey('ApexClass', fullName);
  const before = tx.get('component', key);
  if (before && sameBody(before.body, body) && tx.get('apexClass', key)?.body === text)
    return { id: before.id, created: false, changed: false };
  const component: StoredComponent = {
    type: 'ApexClass',
    fullName,
    id: before?.id ?? tx.nextId(keyPrefix.ApexClass),
    body,
    createdById: before?.createdById ?? author.userId,
    createdDate: before?.createdDate ?? author.now,
    lastModifiedById: author.userId,
    lastModifiedDate: author.now,
  };
  tx.put('component', key, component);
  tx.put('apexClass', key, { name: fullName, body: text });
  return { id: component.id, created: before === undefined, changed: true };
};
