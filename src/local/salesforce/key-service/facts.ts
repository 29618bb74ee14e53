import { inspect } from 'node:util';
import type { Transaction, View } from '../store/database.ts';

/** How the key service beside the local org is reached; printed or made JSON of, it keeps its secret to itself. */
export interface KeyServiceFacts {
  /** Where keys are fetched from: `http://127.0.0.1:PORT/keys`. */
  readonly keyService: string;
  /** OAuth 2.0 token endpoint: `http://127.0.0.1:PORT/oauth2/token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What of the key service outlives a process. */
export interface RememberedKeyService {
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What its data keys come from, base64; absent in the state of an org from before there were any. */
  readonly rootKey?: string;
}

export const keyServiceFacts = ({ port, clientId, clientSecret }: RememberedKeyService): KeyServiceFacts => {
  const url = `http://127.0.0.1:${port}`;
  const facts = { keyService: `${url}/keys`, tokenUrl: `${url}/oauth2/token`, clientId, clientSecret };
  const masked = () => ({ ...facts, clientSecret: '********' });
  return Object.defineProperties(facts, {
    toJSON: { value: masked },
    [inspect.custom]: { value: masked },
  });
};

const SETTING = {
  port: 'keyServicePort',
  clientId: 'keyServiceClientId',
  clientSecret: 'keyServiceClientSecret',
  rootKey: 'keyServiceRootKey',
} as const;

export const rememberedKeyService = (view: View): RememberedKeyService | undefined => {
  const port = view.get('setting', SETTING.port)?.value;
  const clientId = view.get('setting', SETTING.clientId)?.value;
  const clientSecret = view.get('setting', SETTING.clientSecret)?.value;
  const rootKey = view.get('setting', SETTING.rootKey)?.value;
  if (typeof port !== 'number' || typeof clientId !== 'string' || typeof clientSecret !== 'string')
    return undefined;
  return { port, clientId, clientSecret, ...(typeof rootKey === 'string' ? { rootKey } : {}) };
};

/** Keeps it with the org's state, so that what was deployed with it stays true at the next start and after a reset. */
export const rememberKeyService = (tx: Transaction, remembered: Required<RememberedKeyService>): void => {
  for (const name of ['port', 'clientId', 'clientSecret', 'rootKey'] as const)
    tx.put('setting', SETTING[name], { value: remembered[name] });
};
