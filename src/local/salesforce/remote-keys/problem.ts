/**
 * Why a cache-only key was not taken: the StatusCode of its event, and the message of the page on troubleshooting
 * (Platform Events Developer Guide, RemoteKeyCalloutEvent), or ours.
 */
export class RemoteKeyProblem extends Error {
  readonly statusCode: string;
  /** What the event's Details say. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(statusCode: string, message: string, details: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.name = 'RemoteKeyProblem';
    this.statusCode = statusCode;
    this.details = details;
  }
}
