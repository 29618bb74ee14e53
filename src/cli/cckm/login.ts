import { cckmLogin } from '../../operations/cckm/login.ts';
import { defineCommand } from '../command.ts';
import { placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

export const command = defineCommand({
  flags: (args) => placeFlags(args),
  run: (args) =>
    runAndShow(
      args,
      () => cckmLogin(placeOptions(args)),
      () => ['Signed in. Nothing was stored.'],
    ),
});
