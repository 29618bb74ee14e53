import { z } from 'zod';
import { line } from '../../config/text.ts';

/* How keys name their key material in CipherTrust. */

export const sourceKey = line().describe('The key in CipherTrust: its name or id.');

export const tier = z
  .enum(['local', 'dsm', 'hsm-luna'])
  .meta({ description: 'Where CipherTrust keeps the key.', default: 'local' })
  .optional();
