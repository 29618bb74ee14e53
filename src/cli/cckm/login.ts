import { cckmLogin } from '../../operations/cckm/login.ts';
import { defineCommand } from '../command.ts';
import { placeFlags, placeOptions } from './flags.ts';
import { shown } from './show.ts';

export const command = defineCommand({
  flags: placeFlags,
  run: (args) =>
    shown(
      args,
      (signal) => cckmLogin(placeOptions(args, signal)),
      () => ['The login is taken. Nothing was stored.'],
    ),
});
