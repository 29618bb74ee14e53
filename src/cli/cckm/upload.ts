import type { Argv } from 'yargs';
import {
  cacheOnlyTypes,
  type DerivationMode,
  derivationModes,
  type KeyTier,
  keyTiers,
  uploadTypes,
} from '../../ciphertrust/upload.ts';
import { risks } from '../../kinds/change.ts';
import {
  type CckmUploadResult,
  cckmUpload,
  cckmUploadCacheOnly,
  type UploadIntent,
} from '../../operations/cckm/upload.ts';
import { endProgressLine } from '../../report/progress.ts';
import { print, printable } from '../../report/terminal.ts';
import { defineCommand, type FlagsOf } from '../command.ts';
import { apiVersionOption, listOption, orgFlags, yesFlag } from '../flags.ts';
import { approvalOptions, organizationFlag, placeFlags, placeOptions } from './flags.ts';
import { runAndShow } from './show.ts';

/** Flags of both uploads. The parser checks the choices. */
function commonFlags<Flags>(args: Argv<Flags>) {
  return yesFlag(orgFlags(organizationFlag(placeFlags(args))))
    .option('key', {
      type: 'string',
      describe: 'ID or name of the key in CipherTrust',
      demandOption: true,
      requiresArg: true,
    })
    .option('tier', { choices: keyTiers, describe: 'where the key is', default: 'local' as KeyTier })
    .option('certificate', {
      type: 'string',
      describe: 'certificate that the key is wrapped for: its ID in CipherTrust, or its name',
      demandOption: true,
      requiresArg: true,
    })
    .option('allow', {
      type: 'string',
      array: true,
      describe: 'approve these risks: key-archive, key-source-change',
      requiresArg: true,
    });
}

function uploadFlags<Flags, Type extends string>(args: Argv<Flags>, types: readonly Type[]) {
  return commonFlags(args).option('type', {
    choices: types,
    describe: 'what the key encrypts',
    demandOption: true,
  });
}

function uploadOptions(args: FlagsOf<typeof commonFlags>) {
  return {
    ...placeOptions(args),
    ...approvalOptions(args),
    allow: listOption(args.allow, 'allow', risks),
    targetOrg: args.targetOrg,
    apiVersion: apiVersionOption(args.apiVersion),
    organization: args.organization,
    key: args.key,
    tier: args.tier,
    certificate: args.certificate,
    onIntent: args.json
      ? undefined
      : (intent: UploadIntent, heading: string) => {
          endProgressLine(!args.json);
          print([printable(heading), ...intentLines(intent)].join('\n'));
        },
  };
}

export const uploadCommand = defineCommand({
  flags: (args) =>
    uploadFlags(args, uploadTypes).option('derivation', {
      choices: derivationModes,
      describe: 'NONE uses the key without derivation, if the org allows it',
      default: 'PBKDF2' as DerivationMode,
    }),
  run: (args) =>
    runAndShow(
      args,
      () =>
        cckmUpload({
          ...uploadOptions(args),
          type: args.type,
          derivation: args.derivation,
        }),
      (result) => resultLines(result),
      { headed: false },
    ),
});

export const cacheOnlyCommand = defineCommand({
  flags: (args) =>
    uploadFlags(args, cacheOnlyTypes).option('named-credential', {
      type: 'string',
      describe: 'named credential that the org fetches the key through: name, label or ID (0XA…)',
      demandOption: true,
      requiresArg: true,
    }),
  run: (args) =>
    runAndShow(
      args,
      () =>
        cckmUploadCacheOnly({
          ...uploadOptions(args),
          type: args.type,
          namedCredential: args.namedCredential,
        }),
      (result) => resultLines(result),
      { headed: false },
    ),
});

function intentLines(intent: UploadIntent): readonly string[] {
  const { organization, certificate, archives, kind } = intent;
  const sign = intent.there ? '=' : '+';
  const how = kind === 'upload' ? 'BYOK' : 'cache-only';
  return [
    `  ${sign} Key  ${intent.type}, ${how}: ${intent.sourceKey} (${intent.tier}) → ${organization.name} (${organization.orgId})`,
    `         wrapped for ${certificate.developerName ?? certificate.name}${intent.there ? '; already there' : ''}`,
    ...(archives ? [`         archives version ${archives.version} (${archives.source})`] : []),
  ].map(printable);
}

function resultLines({ key, outcome, org, remarks }: CckmUploadResult): readonly string[] {
  const done = outcome === 'there' ? 'was already there' : 'is uploaded';
  const lines = [
    `${key.type} from ${key.sourceKey?.name || key.id} ${done}: version ${key.version ?? '?'}, ${key.status}.`,
  ];
  if (org) {
    const { version, status, source } = org.tenantSecret;
    const hash =
      org.hashFits === true
        ? 'the hash matches'
        : "the org doesn't show its hash, so keyway can't compare it";
    lines.push(`The org of ${org.username} has it: version ${version}, ${status}, ${source}; ${hash}.`);
  }
  return [...lines, ...remarks].map(printable);
}
