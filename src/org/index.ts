export { type ApexOptions, type ApexResult, apexString, executeAnonymous } from './apex.ts';
export { type ConnectOptions, connect, type Org } from './connect.ts';
export type { OrgKind } from './identity.ts';
export { query, queryIn, toolingQuery } from './query.ts';
export { readSfDefault } from './sf-default.ts';
export { soql, soqlLike, soqlName } from './soql.ts';
export { type OrgTarget, resolveTarget, type TargetInputs, type TargetSource } from './target.ts';
export { errorCodeOf } from './wire-errors.ts';
