import type { CalloutRequest, CalloutResponse } from '../apex/index.ts';
import type { Caller } from '../org.ts';
import type { Transaction } from '../store/database.ts';

/** What makes an HTTP callout for a user; absent, callouts are refused by name. */
export type Callout = (tx: Transaction, caller: Caller, request: CalloutRequest) => Promise<CalloutResponse>;
