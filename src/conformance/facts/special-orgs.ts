import { elementsWithOwnNamespace } from '../../kinds/uncertain.ts';
import { type Org, retrieve } from '../../salesforce/index.ts';
import { zip } from '../../salesforce/zip.ts';
import { refusalOf } from '../ask.ts';
import { namedCredential, openCredential, permissionSet } from '../components.ts';
import type { Fact } from '../fact.ts';
import { document } from '../files.ts';
import { metadataCall } from '../metadata-call.ts';
import { ownNamespace } from '../needs.ts';

/** Validates an empty package with these additional options. */
async function validate(org: Org, options: string): Promise<string> {
  const content = document('Package', { version: org.apiVersion });
  const base64 = Buffer.from(zip(new Map([['package.xml', content]]))).toString('base64');
  return refusalOf(
    metadataCall(
      org,
      `<deploy><ZipFile>${base64}</ZipFile><DeployOptions><checkOnly>true</checkOnly>${options}</DeployOptions></deploy>`,
    ),
  );
}

const production = { asks: 'localOrg', changes: 'nothing', localOrg: { kind: 'production' } } as const;

export const specialOrgFacts: readonly Fact[] = [
  {
    id: 'production-rolls-back',
    sentence: 'A production org rejects a deploy without rollback on error, with these words.',
    source: 'Metadata API Developer Guide, deploy()',
    constants: ['local/salesforce ROLLBACK_REQUIRED_IN_PRODUCTION'],
    ...production,
    expected: 'INVALID_OPERATION: rollbackOnError must be true for a deployment to a production org',
    observe: ({ org }) => validate(org, '<rollbackOnError>false</rollbackOnError>'),
  },
  {
    id: 'production-runs-tests',
    sentence: 'A production org rejects a deploy with NoTestRun, with these words.',
    source: 'Metadata API Developer Guide, Running Tests in a Deployment',
    constants: ['local/salesforce NO_TEST_RUN_IN_PRODUCTION'],
    ...production,
    expected: 'INVALID_OPERATION: testLevel of NoTestRun cannot be used in production organizations',
    observe: ({ org }) =>
      validate(org, '<rollbackOnError>true</rollbackOnError><testLevel>NoTestRun</testLevel>'),
  },
  {
    id: 'elements-with-a-namespace',
    sentence: 'An org with a namespace adds its prefix to the names of its own components in these elements.',
    source: 'files of namespaced projects in public repositories',
    constants: ['kinds elementsWithOwnNamespace', 'local/salesforce REFERENCES_WITH_NAMESPACE'],
    localOrg: { namespace: 'kwconf' },
    needs: [ownNamespace],
    expected: [...elementsWithOwnNamespace].toSorted().join(', '),
    async observe({ deploy, org }) {
      const problem = await deploy({
        ...openCredential('KwConfPrefixed'),
        ...namedCredential('KwConfPrefixed', 'https://kwconf.example.com'),
        ...permissionSet('KwConfPrefixed', 'KwConfPrefixed-One'),
      });
      if (problem !== undefined) return `refused: ${problem}`;
      const types = ['ExternalCredential', 'NamedCredential', 'PermissionSet'];
      const { files } = await retrieve(org, new Map(types.map((type) => [type, ['KwConfPrefixed']])));
      const prefixed = new RegExp(`<(\\w+)>${org.namespacePrefix}__KwConfPrefixed`, 'g');
      const components = [...files].filter(([path]) => path !== 'package.xml');
      const names = components.flatMap(([, text]) => [...text.matchAll(prefixed)].map(([, name]) => name));
      return [...new Set(names)].toSorted().join(', ') || `none in ${components.length} files`;
    },
  },
];
