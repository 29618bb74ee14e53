import { describe, expect, it } from '@jest/globals';
import { checkKeys } from '../../../src/kinds/cache-only-key/verify.ts';
import { withCertificateEnds } from '../../../src/kinds/certificate/verify.ts';
import type { Check } from '../../../src/kinds/link-check.ts';
import type { KeyEvent, OrgCertificate } from '../../../src/salesforce/index.ts';
import { remoteSecret, secret, wantedKey } from './tenant-secrets.ts';

const check = (
  secrets: readonly ReturnType<typeof secret>[] | undefined,
  evidence: Parameters<typeof checkKeys>[2] = {},
) => checkKeys([wantedKey], { secrets, components: new Map() }, evidence)[0];

const event = (statusCode: string, over: Partial<KeyEvent> = {}): KeyEvent => ({
  statusCode,
  details: '',
  tenantSecretId: remoteSecret().id,
  requestIdentifier: undefined,
  replayId: 1,
  createdDate: '2026-06-01T12:00:00.000Z',
  ...over,
});

describe('A cache-only key, read back', () => {
  it('passes if it is ACTIVE', () => {
    expect(check([remoteSecret()])).toEqual({
      link: 'Key',
      name: 'AcmeDataKey',
      ok: true,
      message: 'is ACTIVE (version 2)',
    });
  });

  it('says when it was last fetched, and passes without retained events', () => {
    expect(check([remoteSecret()], { events: [event('UNKNOWN_ERROR'), event('SUCCESS')] })).toMatchObject({
      ok: true,
      message: 'is ACTIVE (version 2), last fetched on 2026-06-01T12:00:00.000Z',
    });
    expect(check([remoteSecret()], { events: [] })).toMatchObject({
      ok: true,
      message: 'is ACTIVE (version 2); the org has no event of a fetch',
    });
  });

  it("isn't proven if the chain changed after the last fetch", () => {
    const changedAt = (date: string) => ({
      events: [event('SUCCESS')],
      changedAt: new Map([['AcmeKeys', date]]),
    });
    expect(check([remoteSecret()], changedAt('2026-06-01T12:00:01.000Z'))).toMatchObject({
      ok: null,
      message: expect.stringMatching(/not yet proven: .*AcmeKeys .* changed on 2026-06-01T12:00:01/),
    });
    expect(check([remoteSecret()], changedAt('2026-06-01T12:00:00.000Z'))).toMatchObject({ ok: true });
  });

  it('matches an event without a tenant secret by its request', () => {
    const unnamed = { tenantSecretId: undefined, requestIdentifier: 'acme-data-1?requestId=00' };
    expect(check([remoteSecret()], { events: [event('SUCCESS', unnamed)] })?.message).toContain(
      'last fetched',
    );
    const other = { ...unnamed, requestIdentifier: 'acme-data-2?requestId=00' };
    expect(check([remoteSecret()], { events: [event('SUCCESS', other)] })?.message).toContain('no event');
  });

  it('passes with a warning and what to do if it is ACTIVE but its last fetch failed', () => {
    expect(check([remoteSecret()], { events: [event('EMPTY_RESPONSE')] })).toMatchObject({
      ok: true,
      warning: true,
      message: expect.stringMatching(/EMPTY_RESPONSE on 2026.*The key service must answer 200/),
    });
  });

  it('fails if it is DESTROYED, with the StatusCode and what to do, or ARCHIVED, elsewhere or missing', () => {
    expect(
      check([remoteSecret({ status: 'DESTROYED' })], { events: [event('WHATEVER_CODE')] }),
    ).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^is DESTROYED \(version 2\): WHATEVER_CODE\. .*keyway key probe/),
    });
    expect(check([remoteSecret({ status: 'ARCHIVED' })])).toMatchObject({ ok: false });
    expect(check([remoteSecret({}, { namedCredential: 'OldKeys' })])).toMatchObject({
      ok: false,
      message: 'is ACTIVE (version 2), but fetched through OldKeys for AcmeByok, not AcmeKeys for AcmeByok',
    });
    expect(check([secret()])).toMatchObject({ ok: false, message: 'the org has no key Data acme-data-1' });
  });

  it("isn't provable if its path has just changed, or the org shows no secrets", () => {
    const changed = ['Data acme-data-1 (ACTIVE, version 2)'];
    expect(check([remoteSecret()], { changed })).toMatchObject({
      ok: null,
      message: expect.stringContaining('not yet proven'),
    });
    expect(check(undefined)).toMatchObject({ ok: null });
  });
});

describe('A certificate, read back', () => {
  const now = new Date('2026-06-01T00:00:00Z');
  const held: Check = { link: 'Certificate', name: 'AcmeByok', ok: true, message: 'matches the config' };
  const ending = (expiresAt: string | undefined, over: Partial<OrgCertificate> = {}) =>
    withCertificateEnds(
      [held],
      [
        {
          id: '0P1000000000001AAA',
          name: 'AcmeByok',
          label: 'Acme BYOK',
          bits: 4096,
          expiresAt,
          caSigned: false,
          exportable: false,
          ...over,
        },
      ],
      now,
    )[0];

  it('says when it expires', () => {
    expect(ending('2028-06-01T00:00:00.000Z')).toEqual({
      ...held,
      message: 'matches the config, and expires on 2028-06-01',
    });
  });

  it('that expires within 60 days passes with a warning', () => {
    expect(ending('2026-07-31T00:00:00.000Z')).toMatchObject({
      ok: true,
      warning: true,
      message: expect.stringContaining('ends on 2026-07-31, in 60 days'),
    });
    expect(ending('2026-07-31T00:00:00.001Z')).not.toHaveProperty('warning');
  });

  it("that has expired fails, and one that isn't signed yet isn't provable", () => {
    expect(ending('2026-05-31T00:00:00.000Z')).toMatchObject({ ok: false, message: 'expired on 2026-05-31' });
    expect(ending(undefined, { caSigned: true })).toMatchObject({ ok: null });
  });
});
