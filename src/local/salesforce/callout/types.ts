import type { CalloutRequest, CalloutResponse } from '../apex/index.ts';
import type { Caller } from '../org.ts';
import type { Transaction } from '../store/database.ts';

/** Makes an HTTP callout for a user. If absent, callouts are refused as not emulated. */
export type Callout = (tx: Transaction, caller: Caller, request: CalloutRequest) => Promise<CalloutResponse>;
