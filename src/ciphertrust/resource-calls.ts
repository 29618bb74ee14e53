import type { z } from 'zod';
import { nothing } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import { type ListOptions, listAll } from './list.ts';

/** A kind of thing that CipherTrust keeps under a path. */
export interface ResourceType<T> {
  /** One of them, as errors name it: `endpoint`. */
  readonly name: string;
  /** As in `/v1/cckm/sfdc/endpoints`. */
  readonly path: string;
  readonly schema: z.ZodType<T>;
}

/** What all resources of CipherTrust have in common: they are listed, read one by one, and removed. */
export interface ResourceCalls<T> {
  readonly list: (cipherTrust: CipherTrust, options?: ListOptions) => AsyncGenerator<T>;
  readonly get: (cipherTrust: CipherTrust, id: string) => Promise<T>;
  readonly remove: (cipherTrust: CipherTrust, id: string) => Promise<undefined>;
  readonly pathOf: (id: string) => string;
}

export function resourceCalls<T>({ name, path, schema }: ResourceType<T>): ResourceCalls<T> {
  const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;
  return {
    list: (cipherTrust, options) => listAll(cipherTrust, path, schema, `listing ${name}s`, options),
    get: (cipherTrust, id) =>
      cipherTrust.send({ path: pathOf(id), what: `reading ${name} ${id}`, answer: schema }),
    remove: (cipherTrust, id) =>
      cipherTrust.send({
        method: 'DELETE',
        path: pathOf(id),
        what: `deleting ${name} ${id}`,
        answer: nothing,
      }),
    pathOf,
  };
}
