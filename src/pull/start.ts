import { EditableConfig } from '../config/edit/index.ts';
import { parseConfig } from '../kinds/config.ts';

/** A config with nothing in it yet; `apiVersion` only where no sfdx-project.json says it. */
export function startingConfig(apiVersion: string | undefined): string {
  return [
    '# yaml-language-server: $schema=./node_modules/sf-keyway/schema/keyway.schema.json',
    'version: 1',
    ...(apiVersion === undefined ? [] : [`apiVersion: "${apiVersion}"`]),
    '',
  ].join('\n');
}

/** The config with an environment of this name, for the org that was named where it is a new one. */
export function ensureEnvironment(
  text: string,
  file: string,
  { name, targetOrg }: { readonly name: string; readonly targetOrg: string },
): string {
  if (parseConfig(text, file).environments.some((environment) => environment.name === name)) return text;
  const editable = new EditableConfig(text);
  editable.set(['environments', name], { targetOrg });
  return editable.text();
}
