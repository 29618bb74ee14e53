import type { Headline } from '../headline.ts';

/** As in `Custom` or `Oauth, ClientCredentialsClientSecretBasic`. */
export const headline: Headline = (to) =>
  [to('authenticationProtocol'), to('parameters.AuthProtocolVariant')].filter(Boolean).join(', ');
