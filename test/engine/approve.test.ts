import { describe, expect, it } from '@jest/globals';
import { type ApprovalOptions, approveRisks } from '../../src/engine/approve.ts';
import type { Risk } from '../../src/kinds/change.ts';
import { isProtected } from '../../src/kinds/protected.ts';
import type { Org } from '../../src/salesforce/index.ts';

const org = (kind: Org['kind']) =>
  ({ kind, username: 'ops@acme.example', instanceUrl: 'https://acme.my.salesforce.com' }) as Org;
const none: ApprovalOptions = {};
const approve = (risks: readonly Risk[], kind: Org['kind'], options: ApprovalOptions) =>
  approveRisks(
    { what: 'This deploy', risks: new Map(risks.map((risk) => [risk, ['AcmeKms']])) },
    org(kind),
    undefined,
    options,
  );

describe('A dangerous change', () => {
  it('is refused without its own approval, and named', async () => {
    const attempt = approve(['principal-removal'], 'sandbox', {
      ...none,
      yes: true,
    });
    await expect(attempt).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      message: expect.stringContaining('principal-removal: AcmeKms'),
      actions: ['Nothing was changed. To accept them, pass --allow principal-removal'],
    });
  });

  it('continues if a flag or a person approves it', async () => {
    const risks = ['principal-removal'] as const;
    await expect(approve(risks, 'sandbox', { yes: false, allow: ['principal-removal'] })).resolves.toEqual([
      { to: 'principal-removal', by: 'flag', names: ['AcmeKms'] },
    ]);
    await expect(approve(risks, 'sandbox', { ...none, approved: ['principal-removal'] })).resolves.toEqual([
      { to: 'principal-removal', by: 'approved plan', names: ['AcmeKms'] },
    ]);
    await expect(approve(risks, 'sandbox', { ...none, ask: async () => true })).resolves.toEqual([
      { to: 'principal-removal', by: 'terminal', names: ['AcmeKms'] },
    ]);
    await expect(approve(risks, 'sandbox', { ...none, ask: async () => false })).rejects.toMatchObject({
      code: 'RisksNotAllowed',
    });
  });

  it('needs approval for every risk of the plan', async () => {
    const risks = ['principal-removal', 'protocol-change'] as const;
    const attempt = approve(risks, 'sandbox', {
      yes: true,
      allow: ['protocol-change'],
    });
    await expect(attempt).rejects.toMatchObject({
      data: { risks: [{ risk: 'principal-removal', names: ['AcmeKms'] }] },
    });
  });
});

describe('A protected org', () => {
  it('is production, or has an environment with protected', () => {
    expect(isProtected(org('production'), undefined)).toBe(true);
    expect(isProtected(org('sandbox'), { name: 'uat', protected: true })).toBe(true);
    expect(isProtected(org('sandbox'), { name: 'uat' })).toBe(false);
    expect(isProtected(org('production'), { name: 'uat', protected: false })).toBe(true);
  });

  it('needs --yes, or a person who confirms', async () => {
    const attempt = (options: object) => approve([], 'production', { ...none, ...options });
    await expect(attempt({})).rejects.toMatchObject({
      code: 'ProtectedOrg',
      actions: ['Nothing was changed. To continue, pass --yes.'],
    });
    await expect(attempt({ yes: true })).resolves.toMatchObject([{ to: 'protected-org', by: 'flag' }]);
    await expect(attempt({ ask: async () => true })).resolves.toMatchObject([{ by: 'terminal' }]);
  });
});
