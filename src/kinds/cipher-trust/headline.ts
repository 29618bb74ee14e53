import type { Headline } from '../headline.ts';

export const organizationHeadline: Headline = (to) => `registered through connection ${to('connection')}`;

/** As in `keys.example.com, login of AcmeKms-KeyService`. */
export const endpointHeadline: Headline = (to) =>
  [to('hostname'), to('login')].filter(Boolean).join(', login of ');

export const certificateHeadline: Headline = () => 'synchronized from the org';
