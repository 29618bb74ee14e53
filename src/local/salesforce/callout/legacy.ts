import { ours } from '../api-error.ts';
import type { ComponentBody } from '../store/collections.ts';
import type { Authentication } from './authentication.ts';
import { CalloutProblem, calloutNotEmulated } from './problem.ts';

/**
 * How a legacy named credential authenticates. It has a single identity, and every user may call through it
 * (Metadata API Developer Guide, NamedCredential: principalType, protocol). Throws a CalloutProblem if a value is
 * missing or something isn't emulated.
 */
export const legacyAuthentication = (fullName: string, body: ComponentBody): Authentication => {
  const need = (field: string): string => {
    const value = body[field];
    if (typeof value === 'string') return value;
    throw new CalloutProblem('authentication', ours(`the named credential ${fullName} has no ${field}`));
  };
  const { principalType, protocol } = body;
  if (protocol === 'NoAuthentication') return { kind: 'none' };
  if (principalType !== 'NamedUser')
    throw calloutNotEmulated(`a callout by a legacy named credential as ${principalType}`);
  switch (protocol) {
    case 'Password':
      return { kind: 'basic', username: need('username'), password: need('password') };
    case 'Oauth':
      return { kind: 'bearer', token: need('oauthToken') };
    case 'AwsSv4':
      return {
        kind: 'aws',
        keys: {
          accessKeyId: need('awsAccessKey'),
          secretAccessKey: need('awsAccessSecret'),
          region: need('awsRegion'),
          service: need('awsService'),
        },
      };
    default:
      throw calloutNotEmulated(`a callout by a legacy named credential with ${protocol}`);
  }
};
