import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/kinds/change.ts';
import { code, fleetMarkdown, type PlanForOrg, planMarkdown } from '../../src/report/markdown.ts';

const change = (fields: Partial<Change>): Change => ({
  type: 'NamedCredential',
  name: 'AcmeKeys',
  action: 'update',
  risks: [],
  fields: [],
  ...fields,
});
const plan = (changes: readonly Change[], notes: readonly string[] = []): PlanForOrg => ({
  environment: 'production',
  org: { username: 'admin@acme.example', instanceUrl: 'https://acme.my.salesforce.com', kind: 'production' },
  changes,
  notes,
});

describe('a plan as Markdown', () => {
  it('is a table, with risks in bold and collapsible fields', () => {
    const text = planMarkdown(
      plan(
        [
          change({
            type: 'ExternalCredential',
            name: 'AcmeKms',
            action: 'create',
            fields: [{ path: 'label', to: 'Acme KMS' }],
          }),
          change({
            risks: ['url-host-change'],
            fields: [{ path: 'parameters.Url', from: 'https://old.example', to: 'https://new.example' }],
          }),
        ],
        ['a note'],
      ),
    );
    expect(text).toMatchInlineSnapshot(`
"<!-- keyway plan -->
### Plan for \`production\`

\`admin@acme.example\`, production, \`acme.my.salesforce.com\`

**2 changes**, with risks: **url-host-change**

| | Type | Name | Risks |
| --- | --- | --- | --- |
| + create | ExternalCredential | \`AcmeKms\` |  |
| ~ update | NamedCredential | \`AcmeKeys\` | **url-host-change** |

- **url-host-change** (\`AcmeKeys\`): the stored secret would be sent to another host

<details><summary>ExternalCredential AcmeKms: 1 field</summary>

| Field | In the org | In the config |
| --- | --- | --- |
| \`label\` |  | \`Acme KMS\` |

</details>

<details open><summary>NamedCredential AcmeKeys: 1 field</summary>

| Field | In the org | In the config |
| --- | --- | --- |
| \`parameters.Url\` | \`https://old.example\` | \`https://new.example\` |

</details>

- \`a note\`
"
`);
  });

  it('says so if there is nothing to do', () => {
    expect(planMarkdown(plan([]))).toContain('Nothing to do.');
  });

  it('contains no value that looks like a secret', () => {
    const from = `Bearer ${'x'.repeat(30)}`;
    expect(planMarkdown(plan([change({ fields: [{ path: 'headers.a', from, to: 'b' }] })]))).not.toContain(
      'xxxx',
    );
  });

  it('is never longer than a comment can be, and closes what it opened', () => {
    const fields = Array.from({ length: 3000 }, (_, index) => ({
      path: `a.${index}`,
      from: 'old',
      to: 'new value',
    }));
    const text = planMarkdown(plan([change({ fields })]));
    expect(text.length).toBeLessThan(65_000);
    expect(text).toMatch(/<\/details>\n\n\*\*The rest is omitted.*\n$/s);
  });

  it.each([
    ['</details><script>alert(1)</script>', '`</details><script>alert(1)</script>`'],
    ['a|b', '<code>a&#124;b</code>'],
    ['\\|<img src=x>', '<code>&#92;&#124;&#60;img src&#61;x&#62;</code>'],
    ['`` @everyone', '<code>&#96;&#96; &#64;everyone</code>'],
    ['line\n| --- |', '<code>line&#92;n&#124; &#45;&#45;&#45; &#124;</code>'],
    ['@acme/security', '`@acme/security`'],
    ['\u202Egnp.exe', '<code>&#92;u&#123;202e&#125;gnp&#46;exe</code>'],
    ['', '<code>&nbsp;</code>'],
  ])('shows %j unchanged', (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });

  it('has no HTML from a name in a summary', () => {
    const name = '</summary><b>x';
    const text = planMarkdown(plan([change({ name, fields: [{ path: 'a', to: 'b' }] })]));
    expect(text).toContain('<summary>NamedCredential &#60;&#47;summary&#62;&#60;b&#62;x: 1 field</summary>');
  });
});

it('shows equal plans of several orgs once, with their orgs', () => {
  const changed = plan([change({ risks: ['callout-disabled'] })]);
  const error = { name: 'OrgNotLoggedIn', message: 'Not | logged in.', actions: [], status: 1 };
  const text = fleetMarkdown('fleet', [
    { targetOrg: 'a', ...changed },
    { targetOrg: 'b', ...plan([]) },
    { targetOrg: 'c', ...changed },
    { targetOrg: 'd', environment: 'fleet', error },
  ]);
  expect(text).toContain('| `a` | 1 change | **callout-disabled** |');
  expect(text).toContain('| `b` | nothing to do |  |');
  expect(text).toContain('| `d` | **failed** | <code>Not &#124; logged in&#46;</code> |');
  expect(text).toContain('#### `a`, `c`');
  expect(text.match(/#### /g)).toHaveLength(1);
});
