import type { z } from 'zod';
import { unexpectedAnswer } from '../wire/answer-check.ts';
import { nothing } from './answers.ts';
import type { CipherTrust } from './connection.ts';
import { type ListOptions, listAll } from './list.ts';

/** A type of resource in CipherTrust, with its path. */
export interface ResourceType<T> {
  /** The noun for errors: `endpoint`. */
  readonly name: string;
  /** As in `/v1/cckm/sfdc/endpoints`. */
  readonly path: string;
  readonly schema: z.ZodType<T>;
}

/** The calls that all CipherTrust resources have: list, get and remove. */
export interface ResourceCalls<T> {
  readonly list: (cipherTrust: CipherTrust, options?: ListOptions) => AsyncGenerator<T>;
  readonly get: (cipherTrust: CipherTrust, id: string) => Promise<T>;
  readonly remove: (cipherTrust: CipherTrust, id: string) => Promise<undefined>;
  readonly pathOf: (id: string) => string;
}

function isOwnId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}

export function resourceCalls<T extends { readonly id: string }>({
  name,
  path,
  schema,
}: ResourceType<T>): ResourceCalls<T> {
  const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;
  return {
    list: (cipherTrust, options) => listAll(cipherTrust, path, schema, `listing ${name}s`, options),
    get: async (cipherTrust, id) => {
      const what = `reading ${name} ${id}`;
      const found = await cipherTrust.send({ path: pathOf(id), what, answer: schema });
      // An organization can be read by Salesforce's id too. But if CipherTrust's own id differs, the answer is
      // another resource.
      if (isOwnId(id) && isOwnId(found.id) && found.id.toLowerCase() !== id.toLowerCase())
        throw unexpectedAnswer({ host: cipherTrust.host, what }, 'id', `is that of another ${name}`);
      return found;
    },
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
