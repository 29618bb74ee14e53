import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { KeywayError } from '../../../errors/index.ts';
import { ASSUMPTION_NAMES } from '../assumptions.ts';
import type { OrgKind, Seed, SeedDataKey, SeedRootKey } from './options.ts';
import { seedUser } from './seed-user.ts';

/** The content of a seed file: a seed, the kind of org and its namespace. */
export interface SeedFile {
  readonly seed: Seed;
  readonly kind?: OrgKind;
  readonly namespace?: string;
}

const names = z.array(z.string()).exactOptional();
const namesByKey = z.record(z.string(), z.array(z.string())).exactOptional();
const text = z.string().exactOptional();

const seedShape = {
  organizationName: text,
  orgId: text,
  username: text,
  users: z.array(seedUser).exactOptional(),
  existing: namesByKey,
  certificates: names,
  certificateKeys: z.record(z.string(), z.string()).exactOptional(),
  authProviders: names,
  externalAuthIdentityProviders: names,
  outboundNetworkConnections: names,
  components: z.record(z.string(), z.string()).exactOptional(),
  profileGrants: namesByKey,
  groupGrants: namesByKey,
  assignments: namesByKey,
  tenantSecret: z.boolean().exactOptional(),
  externalRootKeys: z
    .array(
      z.strictObject({
        service: z.string(),
        identifier: z.string(),
        region: text,
        status: text,
      } satisfies Record<keyof SeedRootKey, z.ZodType>),
    )
    .exactOptional(),
  dataEncryptionKeys: z
    .array(
      z.strictObject({
        type: z.string(),
        version: z.int().exactOptional(),
        status: text,
        source: text,
        rootKey: text,
      } satisfies Record<keyof SeedDataKey, z.ZodType>),
    )
    .exactOptional(),
  stepUp: z.boolean().exactOptional(),
  keyCacheHours: z.number().min(0).max(72).exactOptional(),
  keyTimeout: z.int().min(1).max(120_000).exactOptional(),
  assumptions: z.array(z.enum(ASSUMPTION_NAMES)).exactOptional(),
} satisfies Record<keyof Seed, z.ZodType>;

const file = z.strictObject({
  ...seedShape,
  kind: z.enum(['production', 'sandbox', 'developer', 'scratch']).exactOptional(),
  namespace: text,
});

/**
 * Reads a seed from a YAML or JSON file. Unknown names are errors.
 *
 * @throws {KeywayError} LocalOrgSeedInvalid
 */
export const readSeedFile = async (path: string): Promise<SeedFile> => {
  const invalid = (why: string, cause?: unknown): KeywayError =>
    new KeywayError('LocalOrgSeedInvalid', `The seed in ${path} can't be used: ${why}.`, {
      actions: ['What a seed file may say is in docs/local-org.md.'],
      cause,
    });
  let content: unknown;
  try {
    content = parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw invalid((error as Error).message.split('\n')[0] ?? '', error);
  }
  const { success, data, error } = file.safeParse(content ?? {});
  if (!success) {
    const [issue] = error.issues;
    const where = issue?.path.join('.') ?? '';
    throw invalid(where === '' ? `${issue?.message}` : `${where}: ${issue?.message}`);
  }
  const { kind, namespace, ...seed } = data;
  return { seed, ...(kind ? { kind } : {}), ...(namespace === undefined ? {} : { namespace }) };
};
