import type { Row, Tables } from '../tables.ts';

export interface DmlError {
  /** Salesforce's status code: `DUPLICATE_VALUE`. */
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** What a host throws from insert, update or delete: the block sees a DmlException or an unsuccessful SaveResult. */
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
  /** As the block gave it: a URL or `callout:Name/path`, merge fields not yet replaced. */
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

/** What a host throws from `callout`: the block sees a `System.CalloutException` with this message. */
export class CalloutFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CalloutFailure';
  }
}

/** What a host throws from `schedule` and `abortJob`: the block sees the exception of that name. */
export class AsyncFailure extends Error {
  readonly typeName: 'AsyncException' | 'StringException';

  constructor(typeName: AsyncFailure['typeName'], message: string) {
    super(message);
    this.name = 'AsyncFailure';
    this.typeName = typeName;
  }
}

/** A class of the org, as it was deployed. */
export interface ApexSource {
  readonly name: string;
  readonly body: string;
}

type Awaitable<T> = T | Promise<T>;

/**
 * The org as a block of Apex sees it. Rows hold what the block set, by the fields' own names; datetimes and base64 in
 * the form that `tables.ts` says.
 */
export interface ApexHost {
  /** Read anew by each query, so that a block sees its own changes. */
  readonly tables: Tables;
  /** @returns the row as it is stored, at least its `Id` */
  insert(type: string, row: Row): Awaitable<Row>;
  /** @param changes the fields that the block set, and `Id` */
  update(type: string, changes: Row): Awaitable<void>;
  delete(type: string, id: string): Awaitable<void>;
  /**
   * Marks a point; the function that it returns goes back there. A DML statement on a list is all or nothing, even if
   * its exception is caught, and a block that fails leaves nothing behind.
   */
  savepoint(): () => void;
  /** Absent: HTTP callouts are refused as not emulated. */
  callout?(request: CalloutRequest): Awaitable<CalloutResponse>;
  /** Those that the org declares. */
  readonly classes?: readonly ApexSource[];
  /** `System.schedule`; gives the id of the CronTrigger. Absent: refused as not emulated. */
  schedule?(job: {
    readonly name: string;
    readonly cron: string;
    readonly className: string;
  }): Awaitable<string>;
  /** `System.abortJob`. */
  abortJob?(id: string): Awaitable<void>;
  now(): Date;
  readonly currentUserId: string;
  readonly currentUsername: string;
  /** As `UserInfo.getUserType()` gives it; `Standard` if absent. */
  readonly currentUserType?: string;
  readonly organizationId: string;
}

/** The answer of executeAnonymous; line and column are -1 where there is nothing to point at. */
export interface ApexResult {
  readonly compiled: boolean;
  readonly success: boolean;
  readonly line: number;
  readonly column: number;
  readonly compileProblem: string | null;
  readonly exceptionMessage: string | null;
  readonly exceptionStackTrace: string | null;
  /** One entry an event: `HH:MM:SS.mmm (n)|USER_DEBUG|[line]|DEBUG|text`. Debugged text may hold line breaks. */
  readonly log: readonly string[];
}
