import { expect, it } from '@jest/globals';
import { formatPlan } from '../../src/report/changes.ts';

it('a plan in lines: fields of updates side by side, risks, separate notes, and nothing that looks like a secret', () => {
  const lines = formatPlan({
    changes: [
      {
        type: 'NamedCredential',
        name: 'AcmeKeys',
        action: 'update',
        risks: ['url-host-change'],
        fields: [
          { path: 'parameters.Url', from: 'https://old.example', to: 'https://new.example' },
          { path: 'label', to: `long ${'x'.repeat(400)}` },
          { path: 'parameters.HttpHeader.a', from: `Bearer ${'y'.repeat(30)}`, to: '\u001B[2Jz' },
        ],
      },
      {
        type: 'Assignment',
        name: 'Access → autoproc',
        action: 'delete',
        risks: ['assignment-removal'],
        fields: [],
      },
    ],
    notes: ['a note'],
  });
  expect(lines.map((line) => line.replaceAll(/\u001B\[\d+m/g, ''))).toEqual([
    '  ~ NamedCredential  AcmeKeys           3 fields',
    '      parameters.Url           "https://old.example" → "https://new.example"',
    `      label                    none → "long ${'x'.repeat(195)}…"`,
    expect.stringMatching(/^ {6}parameters\.HttpHeader\.a {2}"[^y]+" → "\\u001b\[2Jz"$/),
    '      ! url-host-change: the stored secret would be sent to another host',
    '  - Assignment       Access → autoproc',
    '      ! assignment-removal: a user loses the permission set',
    '',
    '  · a note',
  ]);
});
