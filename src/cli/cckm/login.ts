import { cckmLogin } from '../../operations/cckm/login.ts';
import { defineCommand } from '../command.ts';
import { placeFlags, placeOptions } from './flags.ts';
import { shown } from './show.ts';

export const command = defineCommand({
  flags: (args) => placeFlags(args),
  run: (args) =>
    shown(
      args,
      () => cckmLogin(placeOptions(args)),
      () => ['Signed in. Nothing was stored.'],
    ),
});
