import { inspect } from 'node:util';
import type { Transaction, View } from '../store/database.ts';

/**
 * How to reach the key service beside the local org. Its secret isn't visible when it is printed or converted to
 * JSON.
 */
export interface KeyServiceFacts {
  /** The URL for fetching keys: `http://127.0.0.1:PORT/keys`. */
  readonly keyService: string;
  /** The OAuth 2.0 token endpoint: `http://127.0.0.1:PORT/oauth2/token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The key service's persistent values. */
export interface RememberedKeyService {
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The root of its data keys, base64; absent in the state of an older org. */
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

/** Stores the values in the org's state, so that deployed components stay valid after a restart and a reset. */
export const rememberKeyService = (tx: Transaction, remembered: Required<RememberedKeyService>): void => {
  for (const name of ['port', 'clientId', 'clientSecret', 'rootKey'] as const)
    tx.put('setting', SETTING[name], { value: remembered[name] });
};
