import { ApiError, invalidSession, ours } from './api-error.ts';

/** What goes wrong on demand. */
export type FaultKind =
  /** The connection ends before the request is looked at. */
  | 'drop'
  /** The request is carried out and its answer is lost. */
  | 'dropAnswer'
  /** The answer comes `milliseconds` late. */
  | 'delay'
  /** The answer is `status`, 503 if not given. */
  | 'status'
  | 'REQUEST_LIMIT_EXCEEDED'
  | 'INVALID_SESSION_ID'
  /** Writing a row (of type `sobject`) fails, by REST as in Apex. */
  | 'UNABLE_TO_LOCK_ROW'
  /** A deploy job stays InProgress until the fault is taken away, or the job canceled. */
  | 'jobStuck'
  /** A deploy job ends Canceled, as if somebody in Setup had done it. */
  | 'jobCanceled'
  /** A deploy job does not resolve a permission set's principal that comes in the same job. */
  | 'oneJobRefused';

export interface Fault {
  readonly kind: FaultKind;
  /** Only requests whose method and path, as in `POST /services/Soap/m/66.0`, hold this. */
  readonly request?: string;
  /** Only this SOAP operation. */
  readonly operation?: string;
  readonly sobject?: string;
  /** So many that match go through first; default 0. */
  readonly after?: number;
  /** So many are hit; default 1. */
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
  /** Replaces all. Throws an ApiError for what is no fault. */
  set(faults: readonly Fault[]): void;
  /** The fault that this request meets, if any; `operation` is given once a SOAP envelope has been read. */
  ofRequest(request: string, operation?: string): Fault | undefined;
  ofRow(sobject: string): Fault | undefined;
  ofJob(): Fault | undefined;
  /** Whether a fault is still there. */
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

/** What a request is answered that meets a fault; undefined for those that are no answer. */
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
