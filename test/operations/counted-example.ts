import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { verify } from '../../src/operations/verify.ts';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import { type CountedOrg, countedOrg } from './counted-org.ts';

export interface CountedExample extends Pick<CountedOrg, 'count' | 'close'> {
  /** What is done with the example, in this order. */
  readonly works: readonly (readonly [name: string, work: () => Promise<unknown>])[];
}

/** The example that `npm run deploy` deploys, and an org behind a counting proxy. */
export async function exampleWithOrg(): Promise<CountedExample> {
  const directory = await mkdtemp(join(tmpdir(), 'keyway-'));
  const org = await createLocalOrg({ seed: { certificateKeys: { AcmeByok: privateKey() } } });
  const door = await countedOrg(org);
  const example = await readFile(new URL('../../keyway.yaml', import.meta.url), 'utf8');
  const { keyService } = org;
  const text = example
    .replace('${local:clientSecret}', '${env:ACME_SECRET}')
    .replaceAll(/\$\{local:(\w+)\}/g, (_, name: 'keyService' | 'tokenUrl' | 'clientId') => keyService[name]);
  const config = join(directory, 'keyway.yaml');
  await writeFile(config, text);
  process.env.SF_ACCESS_TOKEN = org.accessToken;
  process.env.SF_ORG_INSTANCE_URL = door.url;
  process.env.ACME_SECRET = keyService.clientSecret;
  return {
    count: door.count,
    works: [
      ['clean deploy', () => deploy({ config })],
      ['deploy with nothing to do', () => deploy({ config })],
      ['plan', () => plan({ config })],
      ['verify', () => verify({ config })],
    ],
    close: async () => {
      for (const name of ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL', 'ACME_SECRET']) delete process.env[name];
      await door.close();
      await org.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
