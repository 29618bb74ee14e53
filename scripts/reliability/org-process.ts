/*
 * Local orgs in a process of their own: `node org-process.ts COUNT` prints one line that says how to reach them, and
 * ends when its standard input does.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';

/** Slow enough for a run to find its job under way. */
const pace = { pending: 30, inProgress: 60 };

/** The key of the org's certificate: made once, since 4096 bits take seconds. */
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
      // An org gives a key service up long before keyway, here two seconds, gives the org up.
      seed: { certificateKeys, keyTimeout: 1000, username: `admin@acme-${index + 1}.example` },
    }),
  ),
);
const logins = orgs.map(({ url, accessToken, username, orgId, keyService }) => ({
  url,
  accessToken,
  username,
  orgId,
  // A copy: its own JSON hides the secret.
  keyService: { ...keyService },
}));
process.stdout.write(`${JSON.stringify(logins)}\n`);
process.stdin.resume().on('end', async () => {
  await Promise.all(orgs.map((org) => org.close()));
});
