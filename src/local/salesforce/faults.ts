import { ApiError, invalidSession, ours } from './api-error.ts';

/** The kinds of simulated faults. */
export type FaultKind =
  /** The connection closes before the request is processed. */
  | 'drop'
  /** The request is processed, but its answer is lost. */
  | 'dropAnswer'
  /** The answer arrives `milliseconds` late. */
  | 'delay'
  /** The answer has `status`, default 503. */
  | 'status'
  | 'REQUEST_LIMIT_EXCEEDED'
  | 'INVALID_SESSION_ID'
  /** Writing a row (of type `sobject`) fails, by REST and in Apex. */
  | 'UNABLE_TO_LOCK_ROW'
  /** A deploy job stays InProgress until the fault is removed or the job is canceled. */
  | 'jobStuck'
  /** A deploy job ends as Canceled, as if somebody had canceled it in Setup. */
  | 'jobCanceled'
  /** A deploy job doesn't resolve a permission set's principal from the same job. */
  | 'oneJobRefused';

export interface Fault {
  readonly kind: FaultKind;
  /** Only requests whose method and path, as in `POST /services/Soap/m/66.0`, contain this. */
  readonly request?: string;
  /** Only this SOAP operation. */
  readonly operation?: string;
  readonly sobject?: string;
  /** Number of matching requests to let through first; default 0. */
  readonly after?: number;
  /** Number of affected requests; default 1. */
  readonly times?: number;
  readonly milliseconds?: number;
  readonly status?: number;
}

const KINDS: Readonly<Record<FaultKind, 'request' | 'row' | 'job'>> = {
  drop: 'request',
  dropAnswer: 'request',
  delay: 'request',
  status: 'request',
  REQUEST_LIMIT_EXCEEDED: 'request',
  INVALID_SESSION_ID: 'request',
  UNABLE_TO_LOCK_ROW: 'row',
  jobStuck: 'job',
  jobCanceled: 'job',
  oneJobRefused: 'job',
};

interface Armed {
  readonly fault: Fault;
  seen: number;
}

export interface Faults {
  list(): readonly Fault[];
  /** Replaces all faults. Throws an ApiError for an invalid fault. */
  set(faults: readonly Fault[]): void;
  /** The fault for this request, if any; `operation` is given after a SOAP envelope was read. */
  ofRequest(request: string, operation?: string): Fault | undefined;
  ofRow(sobject: string): Fault | undefined;
  ofJob(): Fault | undefined;
  /** Whether a fault is still set. */
  has(fault: Fault): boolean;
}

export const createFaults = (initial: readonly Fault[] = []): Faults => {
  let armed: Armed[] = [];
  const take = (level: 'request' | 'row' | 'job', matches: (fault: Fault) => boolean): Fault | undefined => {
    let hit: Fault | undefined;
    for (const entry of armed) {
      const { fault } = entry;
      if (KINDS[fault.kind] !== level || !matches(fault)) continue;
      const { after = 0, times = 1 } = fault;
      if (hit === undefined && entry.seen >= after && entry.seen < after + times) hit = fault;
      entry.seen += 1;
    }
    return hit;
  };
  const set = (faults: readonly Fault[]): void => {
    for (const fault of faults)
      if (!Object.hasOwn(KINDS, fault.kind))
        throw new ApiError(
          400,
          'INVALID_INPUT',
          ours(`"${fault.kind}" is no fault; there are: ${Object.keys(KINDS).join(', ')}`),
        );
    armed = faults.map((fault) => ({ fault, seen: 0 }));
  };
  set(initial);
  return {
    set,
    list: () => armed.map(({ fault }) => fault),
    ofRequest: (request, operation) =>
      take(
        'request',
        (fault) =>
          fault.operation === operation && (fault.request === undefined || request.includes(fault.request)),
      ),
    ofRow: (sobject) => take('row', (fault) => fault.sobject === undefined || fault.sobject === sobject),
    ofJob: () => take('job', () => true),
    has: (fault) => armed.some((entry) => entry.fault === fault),
  };
};

/** The error answer of a fault; undefined for faults without an answer. */
export const faultError = ({ kind, status = 503 }: Fault): ApiError | undefined => {
  if (kind === 'status')
    return new ApiError(status, 'SERVER_UNAVAILABLE', ours(`status ${status}, as was asked for`));
  if (kind === 'INVALID_SESSION_ID') return invalidSession();
  // REST API Developer Guide, Status Codes and Error Responses.
  if (kind === 'REQUEST_LIMIT_EXCEEDED') return new ApiError(403, kind, 'TotalRequests Limit exceeded.');
  return undefined;
};

/** "unable to obtain exclusive access to this record" (SOAP API Developer Guide, StatusCode). */
export const unableToLockRow = (): ApiError =>
  new ApiError(400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record');
