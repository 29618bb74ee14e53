import type { ComponentPull } from '../component-pull.ts';
import { chooseKnown } from '../pull-known.ts';
import type { CspTrustedSiteComponent } from './metadata.ts';

export const cspTrustedSitePull: ComponentPull<CspTrustedSiteComponent> = {
  type: 'CspTrustedSite',
  isOmittedSilently: true,
  choose: chooseKnown('cspTrustedSites'),
};
