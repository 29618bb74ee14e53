import { apiVersion, oldestApiVersionText } from '../config/format.ts';
import { projectApiVersion } from '../config/index.ts';
import { editableConfig, parseConfig } from '../kinds/config.ts';

/** The first version for which everything that keyway writes is there; a config of its own says another. */
const startingApiVersion = '66.0';

/** The text to begin with: the file's, or a new one's, with the environment that is asked for. */
export function startingText(
  before: string | undefined,
  file: string,
  options: {
    readonly apiVersion?: string | undefined;
    readonly environment?: string | undefined;
    readonly targetOrg?: string | undefined;
  },
): { readonly text: string; readonly notes: readonly string[] } {
  const given = options.apiVersion ?? process.env.SF_ORG_API_VERSION;
  const started =
    before === undefined ? newConfig(given, projectApiVersion(file), file) : { text: before, notes: [] };
  const { environment: name, targetOrg } = options;
  return name === undefined || targetOrg === undefined
    ? started
    : { ...started, text: ensureEnvironment(started.text, file, { name, targetOrg }) };
}

/** A new file, with the version that is given, else the project's, else one that both know. */
function newConfig(given: string | undefined, project: string | undefined, file: string) {
  if (given !== undefined) return { text: startingConfig(given), notes: [] };
  if (project === undefined) return { text: startingConfig(startingApiVersion), notes: [] };
  if (apiVersion.safeParse(project).success) return { text: startingConfig(undefined), notes: [] };
  const note = `sourceApiVersion of sfdx-project.json is "${project}", which keyway can't use. The new ${file} says apiVersion "${oldestApiVersionText}", the oldest supported version`;
  return { text: startingConfig(oldestApiVersionText), notes: [note] };
}

/** A config with nothing in it yet; `apiVersion` only where no sfdx-project.json says it. */
function startingConfig(apiVersion: string | undefined): string {
  return [
    '# yaml-language-server: $schema=./node_modules/sf-keyway/schema/keyway.schema.json',
    'version: 1',
    ...(apiVersion === undefined ? [] : [`apiVersion: "${apiVersion}"`]),
    '',
  ].join('\n');
}

/** The config with an environment of this name, for the org that was named where it is a new one. */
function ensureEnvironment(
  text: string,
  file: string,
  { name, targetOrg }: { readonly name: string; readonly targetOrg: string },
): string {
  if (parseConfig(text, file).environments.some((environment) => environment.name === name)) return text;
  const editable = editableConfig(text);
  editable.set(['environments', name], { targetOrg });
  return editable.text();
}
