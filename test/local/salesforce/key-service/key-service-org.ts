import type { KeyServiceFacts } from '../../../../src/local/salesforce/index.ts';
import { assign, type ChainOptions, deployChain } from '../callout/chain.ts';
import { certificateFiles, deployed, privateKey, settings } from '../certificates/certificate.ts';
import { type Answer, type Client, startOrg } from '../client.ts';
import { param, variant } from '../connect/chain.ts';

export const SECRETS = '/services/data/v66.0/sobjects/TenantSecret';
export const START = Date.parse('2026-06-01T12:00:00Z');
export const KID = 'acme-data-1';

/** An org beside a key service that it reaches by OAuth, as the Automated Process user. */
export interface KeyServiceOrg {
  readonly client: Client;
  insert(more?: object): Promise<Answer>;
  secrets(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

interface Options {
  readonly settings?: Readonly<Record<string, boolean>>;
  readonly org?: object;
  readonly seed?: object;
  /** Builds the chain from the key service's facts; default: OAuth. */
  readonly chain?: (facts: KeyServiceFacts) => Partial<ChainOptions>;
  readonly assigned?: boolean;
}

const byOAuth = ({ tokenUrl, clientId, clientSecret }: KeyServiceFacts): Partial<ChainOptions> => ({
  protocol: 'Oauth',
  parameters:
    variant('Oauth', 'ClientCredentialsClientSecret') + param('AuthProviderUrl', 'AuthProviderUrl', tokenUrl),
  credentials: { clientId, clientSecret },
});

export const keyServiceOrg = async (options: Options = {}): Promise<KeyServiceOrg> => {
  const client = await startOrg({
    clock: () => START,
    seed: { certificateKeys: { AcmeByok: privateKey() }, ...options.seed },
    ...options.org,
  });
  const { keyService } = client.org;
  await deployed(client, certificateFiles());
  await deployed(client, settings(options.settings ?? { enableCacheOnlyKeys: true }));
  await deployChain(client, {
    url: keyService.keyService,
    protocol: 'Oauth',
    assigned: false,
    ...(options.chain ?? byOAuth)(keyService),
  });
  if (options.assigned !== false) await assignAutoproc(client);
  return {
    client,
    insert: async (more = {}) => {
      const { body } = await client.query("SELECT Id FROM NamedCredential WHERE DeveloperName = 'Nc'");
      return client.rest('POST', SECRETS, {
        Type: 'Data',
        Source: 'Remote',
        RemoteKeyIdentifier: KID,
        RemoteKeyServiceId: body.records[0].Id,
        RemoteKeyCertificate: 'AcmeByok',
        ...more,
      });
    },
    secrets: async () => {
      const soql = 'SELECT Id, Version, Status, Source, Type FROM TenantSecret ORDER BY Version';
      return (await client.query(soql)).body.records;
    },
  };
};

export const assignAutoproc = async (client: Client): Promise<void> => {
  const { body } = await client.query("SELECT Id FROM User WHERE Alias = 'autoproc'");
  await assign(client, body.records[0].Id);
};
