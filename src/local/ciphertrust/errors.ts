import { PROBLEMS } from './uncertain.ts';

/** An error answer: `{ code, codeDesc, message, requestID }`. */
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

const problem =
  (kind: keyof typeof PROBLEMS) =>
  (what: string): CipherTrustProblem => {
    const { status, code, words } = PROBLEMS[kind];
    return new CipherTrustProblem(status, code, words, what);
  };

export const notFound = problem('notFound');
export const invalid = problem('invalid');
export const badRequest = problem('badRequest');
export const unauthorized = problem('unauthorized');
export const conflict = problem('conflict');
