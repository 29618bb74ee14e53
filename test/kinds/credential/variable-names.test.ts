import { describe, expect, it } from '@jest/globals';
import { VariableNames, variableName } from '../../../src/kinds/variable-names.ts';

describe('the name of a variable', () => {
  it.each([
    [['AcmeKms', 'clientSecret'], 'ACME_KMS_CLIENT_SECRET'],
    [['OpenAI', 'OpenAI', 'apiKey'], 'OPEN_AI_API_KEY'],
    [['AcmeKms', 'KmsKey', 'keyId'], 'ACME_KMS_KEY_ID'],
    [['AcmeKms', 'Acme', 'id'], 'ACME_KMS_ACME_ID'],
    [['A', 'A A', 'b'], 'A_A_B'],
    [['1st', 'é'], '_1ST'],
    [['é'], '_'],
  ])('from %j is %s', (names, variable) => expect(variableName(names)).toBe(variable));

  it('is unique', () => {
    const names = new VariableNames(['ACME_ID']);
    expect([names.next(['Acme', 'id']), names.next(['Acme', 'id'])]).toEqual(['ACME_ID_2', 'ACME_ID_3']);
  });
});
