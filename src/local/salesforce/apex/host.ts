import type { Row, Tables } from '../tables.ts';
import type { ConnectMethod } from './library/connect-api.ts';

export interface DmlError {
  /** Salesforce's status code, as in `DUPLICATE_VALUE`. */
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** Thrown by a host from insert, update or delete. The block sees a DmlException or an unsuccessful SaveResult. */
export class DmlFailure extends Error implements DmlError {
  readonly statusCode: string;
  readonly fields: readonly string[];

  constructor({ statusCode, message, fields }: DmlError) {
    super(message);
    this.name = 'DmlFailure';
    this.statusCode = statusCode;
    this.fields = fields;
  }
}

export interface CalloutRequest {
  /** As in the block: a URL or `callout:Name/path`, with merge fields. */
  readonly endpoint: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface CalloutResponse {
  readonly statusCode: number;
  readonly status: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Thrown by a host from `callout`. The block sees a `System.CalloutException` with this message. */
export class CalloutFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CalloutFailure';
  }
}

/** Thrown by a host from `schedule` and `abortJob`. The block sees the exception with that name. */
export class AsyncFailure extends Error {
  readonly typeName: 'AsyncException' | 'StringException';

  constructor(typeName: AsyncFailure['typeName'], message: string) {
    super(message);
    this.name = 'AsyncFailure';
    this.typeName = typeName;
  }
}

/** Thrown by a host from `connect`. The block sees the exception with that name, or that this isn't emulated. */
export class ConnectFailure extends Error {
  readonly kind: 'ConnectApiException' | 'NotFoundException' | 'notEmulated';

  constructor(kind: ConnectFailure['kind'], message: string) {
    super(message);
    this.name = 'ConnectFailure';
    this.kind = kind;
  }
}

/** A deployed class of the org. */
export interface ApexSource {
  readonly name: string;
  readonly body: string;
}

type Awaitable<T> = T | Promise<T>;

/**
 * The org as anonymous Apex sees it. Rows contain the fields that the block set, by the fields' own names.
 * Datetimes and base64 have the form described in `tables.ts`.
 */
export interface ApexHost {
  /** Read by each query, so that a block sees its own changes. */
  readonly tables: Tables;
  /** @returns the stored row, at least its `Id` */
  insert(type: string, row: Row): Awaitable<Row>;
  /** @param changes the fields that the block set, and `Id` */
  update(type: string, changes: Row): Awaitable<void>;
  delete(type: string, id: string): Awaitable<void>;
  /**
   * Sets a savepoint and returns the function that rolls back to it. A DML statement on a list is atomic, even if
   * its exception is caught, and a failing block changes nothing.
   */
  savepoint(): () => void;
  /** If absent, HTTP callouts are refused as not emulated. */
  callout?(request: CalloutRequest): Awaitable<CalloutResponse>;
  /** The classes of the org. */
  readonly classes?: readonly ApexSource[];
  /** `System.schedule`; returns the id of the CronTrigger. If absent, refused as not emulated. */
  schedule?(job: {
    readonly name: string;
    readonly cron: string;
    readonly className: string;
  }): Awaitable<string>;
  /** `System.abortJob`. */
  abortJob?(id: string): Awaitable<void>;
  /**
   * A method of `ConnectApi.NamedCredentials`: arguments and answer in the form of Connect REST. If absent, refused as
   * not emulated.
   */
  connect?(method: ConnectMethod, args: readonly unknown[]): unknown;
  now(): Date;
  readonly currentUserId: string;
  readonly currentUsername: string;
  /** As in `UserInfo.getUserType()`; default `Standard`. */
  readonly currentUserType?: string;
  readonly organizationId: string;
}

/** The answer of executeAnonymous; line and column are -1 if there is no position. */
export interface ApexResult {
  readonly compiled: boolean;
  readonly success: boolean;
  readonly line: number;
  readonly column: number;
  readonly compileProblem: string | null;
  readonly exceptionMessage: string | null;
  readonly exceptionStackTrace: string | null;
  /**
   * One entry for each event: `HH:MM:SS.mmm (n)|USER_DEBUG|[line]|DEBUG|text`. Debugged text may contain line
   * breaks.
   */
  readonly log: readonly string[];
}
