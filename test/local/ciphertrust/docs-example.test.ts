import { readFileSync } from 'node:fs';
import * as jest from '@jest/globals';
import { createLocalCipherTrust } from '../../../src/local/ciphertrust/index.ts';
import { createLocalOrg } from '../../../src/local/salesforce/index.ts';

const { describe, expect, test } = jest;

describe('the test in docs/ciphertrust.md', () => {
  const page = readFileSync('docs/ciphertrust.md', 'utf8');
  const [, block = ''] = /^```js\n(.*?)^```/ms.exec(page) ?? [];
  // Unchanged except for the imports, because the package's own name is only known after its installation.
  const source = block.replaceAll(/^import .*$/gm, '');
  const names = { createLocalCipherTrust, createLocalOrg, expect, test };
  new Function(...Object.keys(names), source)(...Object.values(names));
});
