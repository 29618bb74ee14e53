import { describe, expect, it } from '@jest/globals';
import { KeywayError } from '../../src/errors/index.ts';

describe('KeywayError', () => {
  it('has a code, actions and the exit code', () => {
    const cause = new Error('socket hang up');
    const error = new KeywayError('OrgUnavailable', 'The org cannot be reached.', {
      actions: ['Check it.'],
      cause,
    });
    expect(error).toMatchObject({ code: 'OrgUnavailable', actions: ['Check it.'], exitCode: 1, cause });
  });
});
