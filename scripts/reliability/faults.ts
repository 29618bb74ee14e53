/** A fault in one request. */
export interface Fault {
  readonly name: string;
  /** Whether the org carries the request out. */
  readonly isCarriedOut: boolean;
  /** Only for requests that change something. For a read it makes no difference whether it was carried out. */
  readonly onlyForChanges?: boolean;
  /** The answer that the client gets instead; if absent, none. */
  readonly answer?: (answer: Answer) => Answer;
  readonly ending?: 'reset' | 'cut' | 'hang' | 'SIGKILL' | 'SIGINT';
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const refusal = (status: number, errorCode: string) => (): Answer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify([{ errorCode, message: `${errorCode}, by the reliability matrix` }]),
});
const refused = (name: string, status: number, errorCode: string): Fault => ({
  name,
  isCarriedOut: false,
  answer: refusal(status, errorCode),
});
/** The org carries it out, but a proxy replaces its answer. */
const refusedAfter = (status: number, errorCode: string): Fault => ({
  name: `${status} after`,
  isCarriedOut: true,
  onlyForChanges: true,
  answer: refusal(status, errorCode),
});

/**
 * A front server answers with its own faults before the org sees the request. A garbled answer follows after the
 * org has processed the request.
 */
export const faults: readonly Fault[] = [
  { name: 'reset before', isCarriedOut: false, ending: 'reset' },
  { name: 'reset after', isCarriedOut: true, ending: 'reset' },
  refused('503', 503, 'SERVER_UNAVAILABLE'),
  refused('500', 500, 'UNKNOWN_EXCEPTION'),
  refusedAfter(503, 'SERVER_UNAVAILABLE'),
  refusedAfter(500, 'UNKNOWN_EXCEPTION'),
  refused('401', 401, 'INVALID_SESSION_ID'),
  refused('403 limit', 403, 'REQUEST_LIMIT_EXCEEDED'),
  { name: 'garbage', isCarriedOut: true, answer: garbage },
  { name: 'garbage before', isCarriedOut: false, onlyForChanges: true, answer: garbage },
  { name: 'truncated', isCarriedOut: true, ending: 'cut' },
  { name: 'empty 200', isCarriedOut: true, answer: empty },
  { name: 'empty 200 before', isCarriedOut: false, onlyForChanges: true, answer: empty },
  { name: 'wrong shape', isCarriedOut: true, answer: misshape },
  { name: 'wrong shape before', isCarriedOut: false, onlyForChanges: true, answer: misshape },
  { name: 'hang before', isCarriedOut: false, ending: 'hang' },
  { name: 'hang after', isCarriedOut: true, onlyForChanges: true, ending: 'hang' },
  { name: 'SIGKILL', isCarriedOut: true, ending: 'SIGKILL' },
  { name: 'SIGINT', isCarriedOut: true, ending: 'SIGINT' },
];

/** A page of a proxy, such as a hotel's. */
function garbage(): Answer {
  return { status: 200, contentType: 'text/html', body: '<html><h1>Welcome to the hotel' };
}

function empty(answer: Answer): Answer {
  return { ...answer, status: 200, body: '' };
}

/** Valid JSON or XML in which all values have another type, so that none of it is usable. */
function misshape(answer: Answer): Answer {
  if (!answer.body.startsWith('<'))
    return {
      ...answer,
      status: 200,
      contentType: 'application/json',
      body: '{"records":null,"id":[],"done":"x"}',
    };
  const body = answer.body.replace(
    /(<(?:\w+:)?Body\b[^>]*>)[\s\S]*(<\/(?:\w+:)?Body>)/,
    '$1<unexpected xmlns="urn:other"><value/></unexpected>$2',
  );
  return { ...answer, status: 200, body };
}
