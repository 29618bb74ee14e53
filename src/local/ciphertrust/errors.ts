/**
 * An answer that is no success: `{ code, codeDesc, message, requestID }`. The shape, and the codes 5, 9, 15 and 16 with
 * their words, are those that clients of CipherTrust Manager were seen to handle; no document lists them all [?].
 */
export class CipherTrustProblem extends Error {
  readonly status: number;
  readonly code: number;
  readonly codeDesc: string;

  constructor(status: number, code: number, codeDesc: string, message = '') {
    super(message);
    this.name = 'CipherTrustProblem';
    this.status = status;
    this.code = code;
    this.codeDesc = codeDesc;
  }
}

export const notFound = (what: string): CipherTrustProblem =>
  new CipherTrustProblem(404, 16, 'NCERRResourceNotFound: Resource not found', what);

export const invalid = (what: string): CipherTrustProblem =>
  new CipherTrustProblem(400, 9, 'NCERRInvalidParamValue: Invalid parameter', what);

export const badRequest = (what: string): CipherTrustProblem =>
  new CipherTrustProblem(400, 15, 'NCERRBadRequest: Bad HTTP request', what);

export const unauthorized = (what: string): CipherTrustProblem =>
  new CipherTrustProblem(401, 5, 'NCERRUnauthorizedAccess', what);

export const conflict = (what: string): CipherTrustProblem =>
  new CipherTrustProblem(409, 23, 'NCERRConflict: Resource already exists', what);
