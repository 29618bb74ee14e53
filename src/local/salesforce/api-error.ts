/** What a request is answered with when it is refused; REST and SOAP each put it into their own form. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** Marks what only the local org says, so that nobody takes it for Salesforce's words. */
export const ours = (text: string): string => `[local org] ${text}`;

/** The refusal of what a real org would do and this one does not. */
export const notEmulated = (what: string): ApiError =>
  new ApiError(501, 'LOCAL_ORG_NOT_EMULATED', ours(`${what} is not emulated`));

/** "Session expired or invalid" (REST API Developer Guide, Status Codes and Error Responses). */
export const invalidSession = (): ApiError =>
  new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** "The requested resource does not exist" (REST API Developer Guide, Status Codes and Error Responses). */
export const notFound = (): ApiError =>
  new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');

export const insufficientAccess = (): ApiError =>
  new ApiError(
    403,
    'INSUFFICIENT_ACCESS',
    'You do not have the level of access necessary to perform the operation you requested. Please contact the owner of the record or your administrator if access is necessary.',
  );
