// Writes oclif.manifest.json before the plugin is packed, so that sf knows the commands without loading them.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core';

const plugin = new Plugin({ root: fileURLToPath(new URL('.', import.meta.url)), ignoreManifest: true });
await plugin.load();
writeFileSync(
  new URL('oclif.manifest.json', import.meta.url),
  `${JSON.stringify(plugin.manifest, null, 1)}\n`,
);
