import type { CipherTrustState } from './wanted.ts';

/** The facts about CipherTrust that a plan depends on, as plain data in a fixed order. */
export function cipherTrustFacts(state: CipherTrustState): object {
  if (state.kind === 'unread') return { kind: 'unread' };
  return {
    organization: state.organization?.id ?? 'none',
    certificates: state.certificates
      .map(({ id, developerName, name }) => `${id} ${developerName ?? name}`)
      .sort(),
    endpoints: state.endpoints.map(({ id, hostname, username }) => `${id} ${hostname} ${username}`).sort(),
    keys: state.keys
      .map(({ id, type, status, salesforceId }) => `${id} ${type} ${status} ${salesforceId}`)
      .sort(),
  };
}
