import { cckmIssuers } from '../../operations/cckm/issuers.ts';
import { table } from '../../report/table.ts';
import { defineCommand } from '../command.ts';
import { yesFlag } from '../flags.ts';
import { actionFlags, approvalOptions, placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

const actions = ['list', 'get', 'create', 'delete'] as const;

export const command = defineCommand({
  flags: (args) =>
    yesFlag(placeFlags(actionFlags(args, actions)))
      .option('issuer', { type: 'string', describe: 'create: URL of the issuer', requiresArg: true })
      .option('jwks-uri', { type: 'string', describe: 'create: URL of its keys', requiresArg: true })
      .option('openid-config-url', {
        type: 'string',
        describe: 'create: its OpenID configuration URL, instead of both',
        requiresArg: true,
      }),
  run: (args) =>
    runAndShow(
      args,
      () =>
        cckmIssuers({
          ...placeOptions(args),
          ...approvalOptions(args),
          action: args.action,
          ...(args.name === undefined ? {} : { name: String(args.name) }),
          issuer: args.issuer,
          jwksUri: args.jwksUri,
          openidConfigUrl: args.openidConfigUrl,
        }),
      ({ issuers }) =>
        table(
          ['name', 'issuer', 'keys', 'id'],
          issuers.map(({ name, issuer, jwksUri, openidConfigUrl, id }) => [
            name,
            issuer,
            jwksUri || openidConfigUrl,
            id,
          ]),
          'No issuers.',
        ),
    ),
});
