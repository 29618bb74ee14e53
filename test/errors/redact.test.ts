import { describe, expect, it } from '@jest/globals';
import { withoutSecrets } from '../../src/errors/redact.ts';

const secret = 's3cr&t"<ü>/+';

describe("A server's text", () => {
  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify(secret)],
    ['in a URL', encodeURIComponent(secret)],
    ['in XML', 's3cr&amp;t&quot;&lt;ü&gt;/+'],
    ['in base64', Buffer.from(secret).toString('base64')],
  ])('loses a secret that it contains %s', (_how, form) => {
    const clean = withoutSecrets(`Invalid value ${form} given`, [secret]);
    expect(clean).toContain('•••');
    expect(clean).not.toContain(form.replaceAll('"', ''));
  });

  it('is unchanged otherwise', () => {
    expect(withoutSecrets('Invalid value given', [secret, ''])).toBe('Invalid value given');
  });
});
