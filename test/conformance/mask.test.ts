import { describe, expect, it } from '@jest/globals';
import { identifyingNames, masked } from '../../src/conformance/mask.ts';
import { placeWithOrg } from '../operations/org-and-config.ts';

const names = new Map([
  ['Acme Corporation', '[org]'],
  ['00Dxx0000001gER', '[org]'],
  ['acme--uat.sandbox.my.salesforce.com', '[host]'],
  ['acme', '[host]'],
  ['jane.doe@acme.example', '[user]'],
  ['Jane Doe', '[user]'],
]);

describe("an org's text", () => {
  it.each([
    ['names of org and user', 'Acme Corporation refused jane doe', '[org] refused [user]'],
    ['a name within another', 'jane.doe@acme.example at acme', '[user] at [host]'],
    ['no part of a word', 'acmeology', 'acmeology'],
    ['hosts', 'see https://acme--uat.sandbox.my.salesforce.com/x', 'see [host]/x'],
    ['hosts of others', 'at other.my.salesforce.com, http://10.1.2.3:80/', 'at [host], [host]/'],
    ['users of others', 'assigned to bob+x@other.example.com.', 'assigned to [user].'],
    ['ids', 'row 0PaWU00000001aB and 0PaWU00000001aBAAY', 'row [id] and [id]'],
    ['words of that length', 'NamedCredential, ExternalCredential', 'NamedCredential, ExternalCredential'],
    ['session ids', '00Dxx0000001gER!AQ8AQFoo.bar_baz', '[token]'],
    ['tokens', 'Bearer abc.def eyJhbGciOi.eyJzdWIi.c2ln', 'Bearer [token] [token]'],
    ['long secrets', `is aB3${'x'.repeat(30)}=`, 'is [text]'],
    ['keys', '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----.', '[pem].'],
    [
      'components of facts',
      'KwConfLevel_readWrite1 KwConfKeeps0123',
      'KwConfLevel_readWrite1 KwConfKeeps0123',
    ],
  ])('is masked: %s', (_what, text, expected) => {
    expect(masked(text, names)).toBe(expected);
  });

  it('keeps words of the expectation, which is keyway’s own text', () => {
    const expected = 'Invalid id: 08e000000000000AAA';
    expect(masked(expected, names, expected)).toBe(expected);
    expect(masked('Invalid id: 08e000000000001AAA', names, expected)).toBe('Invalid id: [id]');
  });
});

it("uses the org's names for itself and for the user", async () => {
  const place = await placeWithOrg({ seed: { organizationName: 'Acme (EU) $& Co.' } });
  try {
    await place.as(async (org) => {
      const own = await identifyingNames(org);
      const encoded = encodeURIComponent(org.username);
      expect(masked(`?user=${encoded}&x`, own)).toBe('?user=[user]&x');
      const text = `Acme (EU) $& Co. ${org.id} ${org.id.slice(0, 15)} ${org.username} ${org.userId} ${org.instanceUrl}/x`;
      expect(masked(text, own)).toBe('[org] [org] [org] [user] [user] [host]/x');
    });
  } finally {
    await place.close();
  }
});
