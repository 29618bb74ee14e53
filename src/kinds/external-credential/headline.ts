import type { Headline } from '../headline.ts';

/** `Custom`; `Oauth, ClientCredentialsClientSecretBasic` */
export const headline: Headline = (to) =>
  [to('authenticationProtocol'), to('parameters.AuthProtocolVariant')].filter(Boolean).join(', ');
