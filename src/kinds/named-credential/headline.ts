import type { Headline } from '../headline.ts';

/** As in `https://keys.example.com → AcmeKms`. */
export const headline: Headline = (to) =>
  [to('parameters.Url') ?? to('endpoint'), to('parameters.Authentication')].filter(Boolean).join(' → ');
