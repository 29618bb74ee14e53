/** No answer arrived; `code` is Node's (ECONNRESET, ENOTFOUND, CERT_…), or ETIMEDOUT, ABORTED, ANSWER_TOO_LARGE. */
export class WireFault extends Error {
  readonly code: string;
  readonly host: string;

  constructor(code: string, host: string) {
    super(`${code} at ${host}`);
    this.name = 'WireFault';
    this.code = code;
    this.host = host;
  }
}
