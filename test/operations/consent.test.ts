import { describe, expect, it } from '@jest/globals';
import type { Plan, Risk } from '../../src/kinds/change.ts';
import { isProtected, requireConsent } from '../../src/operations/consent.ts';
import type { Org } from '../../src/salesforce/index.ts';

const org = (kind: Org['kind']) =>
  ({ kind, username: 'ops@acme.example', instanceUrl: 'https://acme.my.salesforce.com' }) as Org;
const planWith = (...risks: Risk[]): Plan => ({
  changes: [{ type: 'ExternalCredential', name: 'AcmeKms', action: 'update', risks, fields: [] }],
  notes: [],
});
const none = { yes: false, allow: [] };

describe('A dangerous change', () => {
  it('is refused without a yes of its own, and named', async () => {
    const attempt = requireConsent(planWith('principal-removal'), org('sandbox'), undefined, {
      ...none,
      yes: true,
    });
    await expect(attempt).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      message: expect.stringContaining('principal-removal: AcmeKms'),
      actions: ['Nothing was changed. If they are meant: --allow principal-removal'],
    });
  });

  it('goes on where it is allowed, by flag or by a person', async () => {
    const plan = planWith('principal-removal');
    await expect(
      requireConsent(plan, org('sandbox'), undefined, { yes: false, allow: ['principal-removal'] }),
    ).resolves.toEqual([{ to: 'principal-removal', by: 'flag', names: ['AcmeKms'] }]);
    await expect(
      requireConsent(plan, org('sandbox'), undefined, { ...none, approved: ['principal-removal'] }),
    ).resolves.toEqual([{ to: 'principal-removal', by: 'approved plan', names: ['AcmeKms'] }]);
    await expect(
      requireConsent(plan, org('sandbox'), undefined, { ...none, ask: async () => true }),
    ).resolves.toEqual([{ to: 'principal-removal', by: 'terminal', names: ['AcmeKms'] }]);
    await expect(
      requireConsent(plan, org('sandbox'), undefined, { ...none, ask: async () => false }),
    ).rejects.toMatchObject({
      code: 'RisksNotAllowed',
    });
  });

  it('needs every risk of the plan allowed, not just one', async () => {
    const plan = planWith('principal-removal', 'protocol-change');
    const attempt = requireConsent(plan, org('sandbox'), undefined, {
      yes: true,
      allow: ['protocol-change'],
    });
    await expect(attempt).rejects.toMatchObject({
      data: { risks: [{ risk: 'principal-removal', names: ['AcmeKms'] }] },
    });
  });
});

describe('A protected org', () => {
  it('is one that says it is production, or whose environment says protected', () => {
    expect(isProtected(org('production'), undefined)).toBe(true);
    expect(isProtected(org('sandbox'), { name: 'uat', protected: true })).toBe(true);
    expect(isProtected(org('sandbox'), { name: 'uat' })).toBe(false);
    expect(isProtected(org('production'), { name: 'uat', protected: false })).toBe(true);
  });

  it('needs --yes, or a person who says so', async () => {
    const attempt = (options: object) =>
      requireConsent(planWith(), org('production'), undefined, { ...none, ...options });
    await expect(attempt({})).rejects.toMatchObject({
      code: 'ProtectedOrg',
      actions: ['Nothing was changed. If it is meant: --yes'],
    });
    await expect(attempt({ yes: true })).resolves.toMatchObject([{ to: 'protected-org', by: 'flag' }]);
    await expect(attempt({ ask: async () => true })).resolves.toMatchObject([{ by: 'terminal' }]);
  });
});
