import {
  type ApexHost,
  type ApexResult,
  type CalloutRequest,
  DmlFailure,
  runAnonymousApex,
} from './apex/index.ts';
import { classSources } from './apex-classes/class-sources.ts';
import { ApiError } from './api-error.ts';
import type { Callout } from './callout/types.ts';
import { connectCalls } from './connect/apex-calls.ts';
import { type Caller, type Org, organization } from './org.ts';
import { abortJob, scheduleJob } from './scheduled-jobs/schedule.ts';
import { mayUse } from './server/sessions.ts';
import { areaOf } from './sobjects/access.ts';
import { deleteRow, insertRow, updateRow } from './sobjects/dml.ts';
import { dmlContext } from './sobjects/dml-context.ts';
import { rowsOf } from './sobjects/rows.ts';
import { findType, tablesOf } from './sobjects/tables.ts';
import type { Transaction } from './store/database.ts';
import type { SObjectType } from './tables.ts';

/**
 * Runs a block of anonymous Apex as its sender, in one transaction. A failing block changes nothing (Apex Developer
 * Guide, "Anonymous Blocks").
 */
export const executeAnonymous = (
  org: Org,
  caller: Caller,
  source: string,
  callout: Callout | undefined,
  apiVersion: number,
): Promise<ApexResult> =>
  org.database.transaction((tx) => runAnonymousApex(source, hostOf(org, tx, caller, callout, apiVersion)));

/** The org as Apex sees it when it runs as a user. */
export const hostOf = (
  org: Org,
  tx: Transaction,
  caller: Caller,
  callout: Callout | undefined,
  apiVersion: number,
): ApexHost => {
  const userId = String(caller.user.Id);
  const context = () => dmlContext(org, caller, apiVersion);
  const writable = (name: string): SObjectType => {
    const type = findType('data', name);
    if (type === undefined)
      throw new DmlFailure({
        statusCode: 'INVALID_TYPE',
        message: `DML is not allowed on ${name}`,
        fields: [],
      });
    const area = areaOf(type);
    if (area && !mayUse(tx, caller, area))
      throw new DmlFailure({
        statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
        message: 'insufficient access rights on object id',
        fields: [],
      });
    return type;
  };
  return {
    tables: tablesOf(tx, 'data', userId),
    insert: async (name, row) => {
      const type = writable(name);
      const id = await dml(() => insertRow(tx, type, row, context()));
      return rowsOf(tx, type.name, userId).find((stored) => stored.Id === id) ?? { Id: id };
    },
    update: (name, { Id, ...changes }) =>
      dml(() => updateRow(tx, writable(name), String(Id), changes, context())),
    delete: (name, id) => dml(async () => deleteRow(tx, writable(name), id, context())),
    get classes() {
      return classSources(tx);
    },
    schedule: (job) => scheduleJob(tx, org, caller, apiVersion, job),
    abortJob: (id) => abortJob(tx, org, id),
    connect: connectCalls(org, tx, caller, apiVersion),
    savepoint: () => tx.savepoint(),
    ...(callout ? { callout: (request: CalloutRequest) => callout(tx, caller, request) } : {}),
    now: () => new Date(org.clock.now()),
    currentUserId: userId,
    currentUsername: String(caller.user.Username),
    currentUserType: String(caller.user.UserType),
    organizationId: String(organization(tx).Id),
  };
};

/** A refused row becomes a DmlException in Apex. A refusal to emulate keeps its own code. */
const dml = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new DmlFailure({ statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] });
  }
};
