import { notEmulated } from '../api-error.ts';
import type { Refresh } from '../connect/credential-routes.ts';
import { absent, refused } from '../connect/refusals.ts';
import { storedCredential } from '../connect/stored-credential.ts';
import type { Org } from '../org.ts';
import { refreshToken } from './access-token.ts';
import { authenticationOf } from './authentication.ts';
import { CalloutProblem } from './problem.ts';

/** The default timeout of a token endpoint: that of callouts, ten seconds. */
const TIMEOUT = 10_000;

/**
 * Requests a new token for a principal (Connect REST API Developer Guide, Credential: "refresh an OAuth or AWS
 * Roles Anywhere credential"). For OAuth client credentials, it really contacts the token endpoint.
 */
export const refreshCredential =
  (org: Org): Refresh =>
  async ({ component, principal, protocol, variant }, userId) => {
    if (variant === 'RolesAnywhere') throw notEmulated('AWS IAM Roles Anywhere');
    if (protocol !== 'OAuth')
      throw refused(`a credential of ${protocol} can't be refreshed: only OAuth and AWS Roles Anywhere`);
    if (variant === undefined) throw notEmulated("refreshing a browser flow's token");
    if (variant !== 'ClientCredentialsClientSecret' && variant !== 'ClientCredentialsClientSecretBasic')
      throw notEmulated(`OAuth ${variant}`);
    try {
      const authentication = authenticationOf(org.database.view, component, principal, userId);
      if (authentication.kind === 'oauth')
        await refreshToken(org, { ...authentication.token, timeout: TIMEOUT });
    } catch (error) {
      if (!(error instanceof CalloutProblem)) throw error;
      if (storedCredential(org.database.view, principal, userId) === undefined)
        throw absent(`a credential of ${component.fullName}-${principal.name}`);
      throw refused(error.message.replace(/^\[local org\] /, ''));
    }
  };
