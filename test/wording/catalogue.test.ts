import { describe, expect, it } from '@jest/globals';
import { allWording } from '../../scripts/wording/catalogue.ts';

/** Every sentence of the catalogue, with its file. */
const sentences = allWording().flatMap(({ file, wording }) =>
  wording.flatMap(({ text }) => sentencesIn(text).map((sentence) => ({ file, sentence }))),
);

/** A colon ends a sentence here. Commands aren't sentences. */
function sentencesIn(text: string): readonly string[] {
  return text.split(/(?<=[.?!])\s+|\n|: /).filter((sentence) => !/^\s*keyway [a-z]/.test(sentence));
}

/** Wording that native readers find odd, and what to write instead. */
const words: readonly (readonly [RegExp, string])[] = [
  [/\bstands? (?:for|in|there|beside)\b/i, 'is, matches'],
  [/\bmend(?:s|ed)?\b/i, 'fix'],
  [/\b(?:is|are) meant\b/i, 'say what to do'],
  [/\b(?:is|are) to be\b/i, 'must be'],
  [/\bof (?:its|their|his) own\b/i, 'separate'],
  [/\b(?:takes?|taken) (?:no|away)\b/i, "doesn't accept, removes"],
  [/\bdoes(?:n't| not) take\b/i, "doesn't accept"],
  [/\bput back\b/i, 'restored'],
  [/\bwhat is named\b/i, 'the values in the message'],
  [/\blog(?:ged)? in\b/i, 'sign in'],
  [/\bnobody (?:has|knows)\b/i, "keyway can't tell"],
  [/\bgo on\?/i, 'Continue?'],
  [/\bunseen\b|\bminded\b|\banew\b|\bwhosoever\b/i, 'plain words'],
  [/\bcannot say\b/i, "can't express"],
  [/\bnot to be seen\b/i, "isn't visible"],
];

/** How an error begins: with a capital, a value, or a name that has a small letter (keyway, git, a flag, a risk). */
const begins = /^(?:[A-Z"‹]|--|keyway |git |key-destruction: )/;
/** How an error ends: with a full stop, a question, a value, or the command or flag to use. */
const ends = /[.?›]$|: \S.*$|(?:(?:run|in) keyway|with sf|pass --)[^.]+$/;
const whole = allWording().flatMap(({ file, wording }) =>
  wording.filter((one) => one.whole).map(({ text }) => ({ file, text })),
);

describe('the texts that keyway prints', () => {
  it('begin and end as sentences in an error', () => {
    expect(whole.length).toBeGreaterThan(400);
    expect(whole.filter(({ text }) => !begins.test(text) || !ends.test(text))).toEqual([]);
  });

  it('end in Continue? if they ask for consent, and otherwise ask for one thing', () => {
    const asked = sentences.map(({ sentence }) => sentence).filter((one) => /\w"?\?$/.test(one));
    expect(asked.filter((one) => !/^(?:; )?did you mean/i.test(one)).sort()).toEqual([
      'Continue?',
      'Continue?',
      'Deploy it to the local org now?',
      'Which service, or how does it authenticate?',
      '‹sentence› Continue?',
    ]);
  });

  it('are all in the catalogue', () => {
    expect(sentences.length).toBeGreaterThan(2000);
  });

  it.each(words)('never contain %s (write: %s)', (word) => {
    expect(sentences.filter(({ sentence }) => word.test(sentence))).toEqual([]);
  });

  it('have at most 25 words per sentence', () => {
    const long = sentences.filter(({ sentence }) => sentence.trim().split(/\s+/).length > 25);
    expect(long).toEqual([]);
  });
});
