import { describe, expect, it } from '@jest/globals';
import type { PlanForOrg } from '../../src/report/markdown.ts';
import { planHtml } from '../../src/report/plan-html.ts';

const plan: PlanForOrg = {
  environment: 'uat',
  org: { username: 'admin@acme.example', instanceUrl: 'https://acme.my.salesforce.com', kind: 'sandbox' },
  changes: [
    {
      type: 'NamedCredential',
      name: 'AcmeKeys',
      action: 'update',
      risks: ['url-host-change'],
      fields: [
        { path: 'parameters.Url', from: 'https://old.example', to: 'https://new.example' },
        { path: 'headers.Authorization', from: 'Bearer 0123456789abcdef', to: 'Bearer fedcba9876543210' },
      ],
    },
  ],
  notes: [],
};

describe('a plan as a page', () => {
  it('names the org, each change, its risk and how to approve it', () => {
    const page = planHtml(plan);
    for (const text of [
      'Plan for uat',
      'admin@acme.example (sandbox, acme.my.salesforce.com)',
      '1 change',
      '<strong>url-host-change</strong>: the stored secret would be sent to another host.',
      '<code>https://old.example</code>',
      'keyway plan --env uat --out plan.json --allow url-host-change',
    ])
      expect(page).toContain(text);
  });

  it('says how to apply a saved plan', () => {
    const page = planHtml(plan, 'approved.json');
    expect(page).toContain('keyway deploy --env uat --plan approved.json');
    expect(page).not.toContain('--allow');
  });

  it('shows no value that looks like a secret', () => {
    expect(planHtml(plan)).not.toMatch(/0123456789abcdef|fedcba9876543210/);
  });

  it("asks for no approval of what a deploy wouldn't send", () => {
    const problems = [
      { severity: 'error' as const, at: { file: 'keyway.yaml', line: 3, column: 1 }, message: 'missing' },
    ];
    expect(planHtml({ ...plan, problems })).toContain('Nothing can be approved');
    expect(planHtml({ ...plan, changes: [] })).not.toContain('To approve');
  });

  it('shows text that changes the direction of writing as it is', () => {
    expect(planHtml({ ...plan, notes: ['a\u202Eb'] })).toContain('a\\u{202e}b');
  });
});
