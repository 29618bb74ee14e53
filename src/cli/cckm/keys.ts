import type { CckmKey } from '../../ciphertrust/keys.ts';
import { KeywayError } from '../../errors/index.ts';
import { cckmKeyGet, cckmKeyList } from '../../operations/cckm/keys.ts';
import { table } from '../../report/table.ts';
import { defineCommand } from '../command.ts';
import { actionFlags, organizationFlag, placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

export const command = defineCommand({
  flags: (args) =>
    organizationFlag(
      placeFlags(
        actionFlags(args, ['list', 'get'] as const, {
          name: 'id',
          which: 'get: ID of the key in CipherTrust',
        }),
      ),
    )
      .option('type', { type: 'string', describe: 'list: only keys of this type', requiresArg: true })
      .option('status', { type: 'string', describe: 'list: only keys with this status', requiresArg: true }),
  async run(args) {
    if (args.action !== 'get') {
      const filter = {
        organization: args.organization,
        type: args.type,
        status: args.status?.toUpperCase(),
      };
      return runAndShow(
        args,
        () => cckmKeyList({ ...placeOptions(args), ...filter }),
        ({ keys }) => keyTable(keys),
      );
    }
    const id = args.id;
    if (id === undefined) throw new KeywayError('UsageWrong', 'keyway cckm keys get needs the ID of a key.');
    return runAndShow(
      args,
      () => cckmKeyGet({ ...placeOptions(args), id }),
      ({ key }) => keyTable([key]),
    );
  },
});

export function keyTable(keys: readonly CckmKey[]): readonly string[] {
  return table(
    ['type', 'version', 'status', 'made as', 'source', 'from', 'organization', 'in Salesforce', 'id'],
    keys.map((key) => [
      key.type,
      key.version,
      key.error === '' ? key.status : `failed: ${key.error}`,
      key.keyType,
      key.source,
      key.sourceKey?.name || key.sourceKey?.id,
      key.orgId,
      key.salesforceId,
      key.id,
    ]),
    'No keys.',
  );
}
