import type { ComponentPull } from '../component-pull.ts';
import { chooseKnown } from '../pull-known.ts';
import type { RemoteSiteSettingComponent } from './metadata.ts';

export const remoteSiteSettingPull: ComponentPull<RemoteSiteSettingComponent> = {
  type: 'RemoteSiteSetting',
  isOmittedSilently: true,
  choose: chooseKnown('remoteSiteSettings'),
};
