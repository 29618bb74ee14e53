/**
 * Why a cache-only key was refused: the StatusCode of its event, and the message from the troubleshooting page
 * (Platform Events Developer Guide, RemoteKeyCalloutEvent), or ours.
 */
export class RemoteKeyProblem extends Error {
  readonly statusCode: string;
  /** The Details of the event. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(statusCode: string, message: string, details: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.name = 'RemoteKeyProblem';
    this.statusCode = statusCode;
    this.details = details;
  }
}
