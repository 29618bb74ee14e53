import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../src/config/index.ts';
import { guardOrg, guardTarget } from '../../src/engine/guard.ts';

const uat: Environment = { name: 'uat', targetOrg: 'acme-uat', orgId: '00D000000000002' };
const production: Environment = { name: 'production', targetOrg: 'acme-prod', orgId: '00D000000000001AAA' };
const all = [uat, production];
const alias = (name: string) => ({ kind: 'alias' as const, name, from: 'flag' as const });

describe('The wrong org', () => {
  it('is refused by its name if another environment names it', () => {
    expect(() => guardTarget(alias('acme-prod'), uat, all)).toThrow(
      'The org acme-prod belongs to environment production, but this run is for environment uat.',
    );
    expect(() => guardTarget(alias('acme-uat'), uat, all)).not.toThrow();
    expect(() => guardTarget(alias('somebody-else'), uat, all)).not.toThrow();
  });

  it('is refused by its own id', () => {
    const org = { id: '00D000000000001AAA', username: 'ops@acme.example', aliases: [] };
    expect(() => guardOrg(org, uat, all)).toThrow(
      'The org is 00D000000000001AAA, but environment uat is for 00D000000000002.',
    );
    expect(() => guardOrg(org, production, all)).not.toThrow();
  });

  it('is refused by its id if only the other environment has it', () => {
    const org = { id: '00D000000000001AAA', username: 'ops@acme.example', aliases: [] };
    const free: Environment = { name: 'free', targetOrg: 'x' };
    expect(() => guardOrg(org, free, [free, production])).toThrow('belongs to environment production');
  });

  it('is refused by the signed-in username', () => {
    const byUsername: Environment = { name: 'prod', targetOrg: 'ops@acme.example' };
    const org = { id: '00D000000000009AAA', username: 'ops@acme.example', aliases: [] };
    expect(() => guardOrg(org, { name: 'uat', targetOrg: 'x' }, [byUsername])).toThrow(
      'belongs to environment prod',
    );
  });

  it('is refused by any alias of the sign-in, whatever name was given', () => {
    const org = { id: '00D000000000009AAA', username: 'ops@acme.example', aliases: ['mine', 'acme-prod'] };
    const free: Environment = { name: 'free', targetOrg: 'elsewhere' };
    const other: Environment = { name: 'production', targetOrg: 'acme-prod' };
    expect(() => guardOrg(org, free, [free, other])).toThrow(
      'The org acme-prod belongs to environment production',
    );
    // Two environments may refer to one org by different names.
    const same: Environment = { name: 'same', targetOrg: 'mine' };
    expect(() => guardOrg(org, same, [same, other])).not.toThrow();
  });
});
