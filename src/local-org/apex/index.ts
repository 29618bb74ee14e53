import type { ApexHost, ApexResult } from './host.ts';

export {
  type ApexHost,
  type ApexResult,
  CalloutFailure,
  type CalloutRequest,
  type CalloutResponse,
  type DmlError,
  DmlFailure,
} from './host.ts';

/**
 * Compiles and runs a block of anonymous Apex. Never throws for what the block does: a block that doesn't compile has
 * no effect at all, one that fails has its changes taken back by `host.savepoint`.
 */
export async function runAnonymousApex(_source: string, _host: ApexHost): Promise<ApexResult> {
  return {
    compiled: false,
    success: false,
    line: 1,
    column: 1,
    compileProblem: '[local org] not emulated: anonymous Apex',
    exceptionMessage: null,
    exceptionStackTrace: null,
    log: [],
  };
}
