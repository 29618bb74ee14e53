/*
 * Local orgs in a separate process: `node org-process.ts COUNT` prints one line with their addresses, and ends when
 * its standard input does.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';

/** Slow enough for a run to find its job still running. */
const pace = { pending: 30, inProgress: 60 };

/** The key of the org's certificate, generated once, because 4096 bits take seconds. */
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 4096,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const certificateKeys = { AcmeByok: privateKey };

const count = Number(process.argv[2] ?? 1);
const orgs = await Promise.all(
  Array.from({ length: count }, (_, index) =>
    createLocalOrg({
      pace,
      // An org's timeout for a key service is much shorter than keyway's timeout for the org, which is two seconds
      // here.
      seed: { certificateKeys, keyTimeout: 1000, username: `admin@acme-${index + 1}.example` },
    }),
  ),
);
const logins = orgs.map(({ url, accessToken, username, orgId, keyService }) => ({
  url,
  accessToken,
  username,
  orgId,
  // A copy, because its own JSON hides the secret.
  keyService: { ...keyService },
}));
process.stdout.write(`${JSON.stringify(logins)}\n`);
process.stdin.resume().on('end', async () => {
  await Promise.all(orgs.map((org) => org.close()));
});
