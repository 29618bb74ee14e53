import { allowedNamespaceName } from '../../kinds/named-credential/uncertain.ts';
import { namedCredential, openCredential } from '../components.ts';
import type { Fact } from '../fact.ts';
import { file, pathOf } from '../files.ts';

const url = 'https://kwconf.example.com';

export const namedCredentialFacts: readonly Fact[] = [
  {
    id: 'allowed-namespace-that-is-not-installed',
    sentence:
      "A named credential can allow callouts of a package that isn't installed, in a parameter with any name.",
    source: 'assumed',
    constants: ['kinds/reference namespaceSeverity', 'kinds/named-credential allowedNamespaceName'],
    expected: `returned as ${allowedNamespaceName('kwconfnone')}`,
    async observe({ deploy, retrieve }) {
      const problem = await deploy({
        ...openCredential('KwConfNamespace'),
        ...namedCredential('KwConfNamespace', url, {
          parameters: [
            {
              parameterName: allowedNamespaceName('kwconfnone'),
              parameterType: 'AllowedManagedPackageNamespaces',
              parameterValue: 'kwconfnone',
            },
          ],
        }),
      });
      if (problem !== undefined) return `refused: ${problem}`;
      const path = pathOf('NamedCredential', 'KwConfNamespace');
      const text = await retrieve('NamedCredential', 'KwConfNamespace', path);
      const name = /<parameterName>(AllowedNamespace_[^<]*)<\/parameterName>/.exec(text)?.[1];
      return name === undefined ? 'not returned' : `returned as ${name}`;
    },
  },
  {
    id: 'type-of-legacy-named-credentials',
    sentence: "A retrieved legacy named credential doesn't contain its type.",
    source: 'files that real orgs returned, in public repositories',
    constants: [],
    expected: 'not written',
    async observe({ deploy, retrieve }) {
      const problem = await deploy(
        file('NamedCredential', 'KwConfLegacy', {
          endpoint: url,
          label: 'KwConfLegacy',
          principalType: 'Anonymous',
          protocol: 'NoAuthentication',
        }),
      );
      if (problem !== undefined) return `refused: ${problem}`;
      const path = pathOf('NamedCredential', 'KwConfLegacy');
      const text = await retrieve('NamedCredential', 'KwConfLegacy', path);
      if (!text.includes('<label>KwConfLegacy</label>')) return 'no named credential';
      return /<namedCredentialType>[^<]*/.exec(text)?.[0] ?? 'not written';
    },
  },
];
