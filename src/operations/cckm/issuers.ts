import {
  type CckmIssuer,
  createIssuer,
  getIssuer,
  listIssuers,
  type NewIssuer,
  removeIssuer,
} from '../../ciphertrust/issuers.ts';
import { collect } from '../../ciphertrust/list.ts';
import { type ApprovalOptions, confirmChange } from '../../engine/approve.ts';
import { type CipherTrustPlace, requireOption, withCipherTrust } from './cipher-trust-session.ts';

interface IssuerOptions extends CipherTrustPlace, ApprovalOptions, Partial<NewIssuer> {
  readonly action: 'list' | 'get' | 'create' | 'delete';
}

export function cckmIssuers(options: IssuerOptions) {
  return withCipherTrust(options, async ({ cipherTrust }) => {
    const one = () => getIssuer(cipherTrust, requireOption(options.name, 'the id of an issuer'));
    const all = async (): Promise<readonly CckmIssuer[]> => {
      switch (options.action) {
        case 'list':
          return collect(listIssuers(cipherTrust));
        case 'get':
          return [await one()];
        case 'create': {
          const { issuer, jwksUri, openidConfigUrl } = options;
          const name = requireOption(options.name, 'a name for the issuer');
          return [await createIssuer(cipherTrust, { name, issuer, jwksUri, openidConfigUrl })];
        }
        case 'delete': {
          const issuer = await one();
          await confirmChange(`This deletes issuer ${issuer.name} from CipherTrust`, options);
          await removeIssuer(cipherTrust, issuer.id);
          return [issuer];
        }
      }
    };
    return { issuers: await all() };
  });
}
