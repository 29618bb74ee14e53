import { afterEach, expect, it } from '@jest/globals';
import { createLocalCipherTrust } from '../../src/local/ciphertrust/index.ts';
import { chain } from './configs.ts';
import { removeWorkspaces, workspace } from './keyway.ts';

afterEach(removeWorkspaces);

/** A TLS server with a private authority instead of an org. Anybody who trusts it sends it a token. */
it('an org with an untrusted certificate gets no token, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
  const server = await createLocalCipherTrust();
  try {
    const { json } = workspace({ 'keyway.yaml': `${chain}environments: { real: { targetOrg: acme } }\n` });
    const env = {
      SF_ORG_INSTANCE_URL: server.url,
      SF_ACCESS_TOKEN: '00D000000000001!a.token',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    };
    const answer = await json(['plan'], { env });
    expect(answer).toMatchObject({ status: 1, name: 'TlsFailed' });
    expect(answer.actions.join()).toContain('NODE_EXTRA_CA_CERTS');
    expect(server.requests).toEqual([]);
  } finally {
    await server.close();
  }
});
