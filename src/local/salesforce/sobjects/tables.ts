import { ApiError } from '../api-error.ts';
import type { View } from '../store/database.ts';
import type { SObjectType, Tables } from '../tables.ts';
import { rowsOf } from './rows.ts';
import { SOBJECT_TYPES } from './types.ts';

export type Api = 'data' | 'tooling';

export const typesOf = (api: Api): readonly SObjectType[] =>
  SOBJECT_TYPES.filter((type) => type.api === 'both' || type.api === api);

/** Finds a type by name in one API. Types of the other API are unknown to it. */
export const findType = (api: Api, name: string): SObjectType | undefined =>
  typesOf(api).find((type) => type.name.toLowerCase() === name.toLowerCase());

export const requireType = (api: Api, name: string): SObjectType => {
  const type = findType(api, name);
  if (type === undefined) throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return type;
};

/** What a user's query in one API can see. */
export const tablesOf = (view: View, api: Api, userId: string): Tables => ({
  type: (name) => {
    const type = findType(api, name);
    if (type?.queryable === false)
      throw new ApiError(
        400,
        'INVALID_TYPE_FOR_OPERATION',
        `entity type ${type.name} does not support query`,
      );
    return type;
  },
  rows: (type) => rowsOf(view, type.name, userId),
});
