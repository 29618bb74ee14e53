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

describe('the texts that keyway prints', () => {
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
