import { readFileSync } from 'node:fs';
import type { PageSetup } from './pages.ts';

const chain = readFileSync('test/e2e/page-chain.yaml', 'utf8');
const seed = (alias: string, kind: string) => `kind: ${kind}\nusername: admin@${alias}.example\n`;

/** The orgs of the pages. */
export const seeds = {
  'acme-dev': seed('acme-dev', 'sandbox'),
  'acme-uat': seed('acme-uat', 'sandbox'),
  'acme-prod': seed('acme-prod', 'production'),
};

/** A project with the chain, which the orgs already have. */
const deployed: PageSetup = {
  files: { 'keyway.yaml': chain },
  env: { ACME_CLIENT_ID: 'acme', ACME_CLIENT_SECRET: 'secret' },
  before: 'for env in dev uat production; do keyway deploy --env $env --yes >/dev/null; done',
};

/** What each page assumes. */
export const setups: Readonly<Record<string, PageSetup>> = {
  'docs/tutorials/api-key-three-environments.md': {},
  'docs/tutorials/oauth-client-credentials.md': {},
  'docs/tutorials/aws-sigv4.md': {},
  'docs/tutorials/jwt-bearer-certificate.md': {},
  'docs/tutorials/cache-only-key.md': {},
  'docs/tutorials/existing-org-into-the-file.md': {
    files: { '../home/chain.yaml': chain },
    before:
      'ACME_CLIENT_ID=acme ACME_CLIENT_SECRET=secret keyway deploy --config ../home/chain.yaml --env dev >/dev/null',
  },
  'docs/tutorials/ci-with-approval.md': {},
  'docs/approval.md': {
    ...deployed,
    before: `${deployed.before}; sed -i 's|kms.acme.example|keys.acme.example|' keyway.yaml`,
  },
  'docs/cache-only-keys.md': deployed,
  'docs/coming-from/copado-gearset.md': deployed,
  'docs/coming-from/cumulusci.md': deployed,
  'docs/coming-from/setup.md': deployed,
  'docs/coming-from/sf-replacements.md': deployed,
  'docs/credentials.md': {
    ...deployed,
    files: { 'keyway.yaml': chain, 'values.json': '{ "clientId": "acme", "clientSecret": "next" }' },
    // A named credential still uses it, and the page has just deleted the secret.
    exits: { 'external-credential delete AcmeKms --env uat': 1, 'verify --env uat --callout': 1 },
  },
  'docs/deploying.md': deployed,
  'docs/formatting.md': deployed,
  'docs/graph.md': {
    ...deployed,
    notRun: {
      'npx keyway graph --from-org -o': 'is for a folder without a config; test/operations/graph.test.ts',
    },
  },
  'docs/many-orgs.md': {
    ...deployed,
    files: { 'keyway.yaml': `${chain}  subsidiaries: { targetOrgs: [acme-dev, acme-uat] }\n` },
  },
  'docs/permissions.md': deployed,
  'docs/promote.md': deployed,
  'docs/pull.md': {
    ...deployed,
    files: { 'keyway.yaml': chain, '../home/billing.yaml': chain.replaceAll(/Acme(?=K)/g, 'AcmeBilling') },
    before: `${deployed.before}; keyway deploy --config ../home/billing.yaml --env uat >/dev/null`,
  },
  'docs/rollback.md': {
    ...deployed,
    before: `${deployed.before}; sed -i 's|Acme keys|Keys of Acme|' keyway.yaml; keyway deploy --env uat >/dev/null`,
    // There is no such deploy or tag.
    exits: { 'rollback 4f2a --env uat': 1, 'rollback --to v1.4.0 --env uat': 1 },
  },
  'docs/status.md': deployed,
};

/** Pages whose commands other tests run, or that can't run here. */
export const elsewhere: Readonly<Record<string, string>> = {
  'docs/assumptions.md': 'a server that runs until it is stopped: test/e2e/local-org.test.ts',
  'docs/ciphertrust.md': 'test/operations/ciphertrust-page.test.ts',
  'docs/commands.md':
    'generated; test/docs.test.ts reads each line, and the examples of --help are tested with it',
  'docs/conformance-run.md': 'test/e2e/conformance.test.ts',
  'docs/key-probe.md': 'a key service that does not exist: test/keys/probe',
  'docs/key-schedule.md': 'test/operations/key-schedule-page.test.ts',
  'docs/keys.md': 'test/docs-keys.test.ts',
  'docs/local-org.md': 'servers: test/e2e/local-org.test.ts, test/local/salesforce/docs-example.test.ts',
  'docs/sf-plugin.md': 'the sf CLI: test/clients',
};
