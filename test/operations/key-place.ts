import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalOrgOptions } from '../../src/local/salesforce/index.ts';
import {
  certificate,
  certificateFiles,
  deployed,
  privateKey,
  settings,
} from '../local/salesforce/certificates/certificate.ts';
import { type Client, clientOf } from '../local/salesforce/client.ts';
import { type Place, placeWithOrg } from './org-and-config.ts';

export const START = Date.parse('2026-06-01T12:00:00Z');
export const HOUR = 3_600_000;
export const passphrase = 'correct horse battery staple';

/** A place whose org has the certificate AcmeByok and a clock that the test controls. */
export interface KeyPlace extends Place {
  readonly client: Client;
  /** As in `Data:2 ACTIVE HSM`. */
  keys(): Promise<readonly string[]>;
  /** Every field of every tenant secret. */
  rows(): Promise<unknown>;
  /** Advances the org's clock. */
  later(hours: number): Promise<void>;
  /** A file in the place's folder. */
  file(name: string, content?: string | Uint8Array): string;
}

const CONFIG = 'version: 1\napiVersion: "66.0"\nenvironments:\n  test: { default: true }\n';

export async function keyPlace(options: LocalOrgOptions = {}, config = CONFIG): Promise<KeyPlace> {
  let time = START;
  const place = await placeWithOrg(
    {
      clock: () => START,
      ...options,
      seed: { certificateKeys: { AcmeByok: privateKey() }, ...options.seed },
    },
    config,
  );
  const client = clientOf(place.org);
  await deployed(client, certificateFiles(certificate()));
  return {
    ...place,
    client,
    keys: async () => {
      const { body } = await client.query(
        'SELECT Type, Version, Status, Source FROM TenantSecret ORDER BY Version',
      );
      return body.records.map(
        ({ Type, Version, Status, Source }: Record<string, unknown>) =>
          `${Type}:${Version} ${Status} ${Source}`,
      );
    },
    rows: async () => {
      const { body } = await client.query('SELECT FIELDS(ALL) FROM TenantSecret ORDER BY Version LIMIT 200');
      return body.records ?? body;
    },
    later: async (hours) => {
      time += hours * HOUR;
      await place.org.setTime(time);
    },
    file: (name, content) => {
      const path = join(place.directory, name);
      if (content !== undefined) writeFileSync(path, content);
      return path;
    },
  };
}

/** Switches encryption key settings in the org. */
export const withSettings = (place: KeyPlace, fields: Readonly<Record<string, boolean>>) =>
  deployed(place.client, settings(fields));
