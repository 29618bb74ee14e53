/** The refusal of a request. REST and SOAP each format it in their own way. */
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

/** Marks messages of the local org, so that nobody mistakes them for Salesforce's. */
export const ours = (text: string): string => `[local org] ${text}`;

/** The refusal of something that a real org supports and this one doesn't. */
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
