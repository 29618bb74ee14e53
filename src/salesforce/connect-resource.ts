import type { Org } from './connect.ts';
import { httpStatusOf } from './errors.ts';
import { rest } from './rest.ts';

/** A resource of Connect REST that is identified by developer name. All resources have the same five calls. */
export interface ConnectResource<Input, Answer> {
  /** undefined if the org has none with that name. */
  read(org: Org, name: string): Promise<Answer | undefined>;
  /** Fails if one with that name exists. */
  create(org: Org, input: Input): Promise<Answer>;
  /** Replaces it as a whole. A field that is left out is deleted or reset to its default. */
  replace(org: Org, input: Input): Promise<Answer>;
  remove(org: Org, name: string): Promise<void>;
}

/** Builds the calls of one resource; `path` is relative to `/services/data/vNN.0`. */
export function connectResource<Input extends { readonly developerName: string }, Answer>(
  path: string,
): ConnectResource<Input, Answer> {
  const one = (name: string) => `${path}/${encodeURIComponent(name)}`;
  return {
    async read({ connection }, name) {
      try {
        return await rest<Answer>(connection, { path: one(name), what: `reading ${name}` });
      } catch (error) {
        if (httpStatusOf(error) === 404) return undefined;
        throw error;
      }
    },
    create: ({ connection }, input) =>
      rest(connection, {
        method: 'POST',
        path,
        json: input,
        what: `creating ${input.developerName}`,
        answer: ({ object }) => object,
      }),
    replace: ({ connection }, input) => {
      const { developerName } = input;
      const what = `replacing ${developerName}`;
      return rest(connection, {
        method: 'PUT',
        path: one(developerName),
        json: input,
        what,
        answer: ({ object }) => object,
      });
    },
    remove: ({ connection }, name) =>
      rest(connection, { method: 'DELETE', path: one(name), what: `deleting ${name}` }),
  };
}
