import { existsSync } from 'node:fs';
import { chooseEnvironment } from '../config/index.ts';
import { desiredOf } from '../engine/desired.ts';
import { defaultConfig, localPlaceholders, readOne } from '../engine/read-one.ts';
import { readAndComplete } from '../engine/read-state.ts';
import { type OrgOptions, withSession } from '../engine/session.ts';
import { describeOrg, headingOf } from '../engine/summary.ts';
import { verifyOrg } from '../engine/verify.ts';
import { KeywayError } from '../errors/index.ts';
import { sameUser } from '../kinds/assignment/compare.ts';
import { componentKey } from '../kinds/compare.ts';
import { type Config, loadDocument, parseConfig } from '../kinds/config.ts';
import type { Check } from '../kinds/link-check.ts';
import type { ComponentType } from '../kinds/metadata.ts';
import type { Session } from '../kinds/session.ts';
import type { OrgState } from '../kinds/state.ts';
import { type PrincipalGrant, readPrincipalGrants } from '../salesforce/index.ts';
import {
  type Graph,
  type GraphBuilder,
  graphOfConfig,
  idOf,
  type Mark,
  markUnreachable,
} from './graph-model.ts';
import { pulledFrom } from './pull.ts';

export interface GraphOptions extends OrgOptions {
  /** Also reads the environment's org and marks differences from the config. */
  readonly fromOrg?: boolean | undefined;
}

export interface GraphResult {
  /** The config, environment and org that it shows. */
  readonly heading: string;
  readonly graph: Graph;
}

/** Shows who can call what, and through which principal, according to the config or to the org. Changes nothing. */
export async function graph(options: GraphOptions): Promise<GraphResult> {
  if (options.fromOrg && !existsSync(options.config ?? defaultConfig)) return graphOfOrgAlone(options);
  const document = loadDocument(options.config ?? defaultConfig);
  if (options.fromOrg)
    return withSession(
      options,
      async (session) => ({
        heading: headingOf(session),
        graph: await graphOfOrg(session),
      }),
      document,
    );
  const environment =
    options.environment === undefined
      ? undefined
      : chooseEnvironment(document.environments, options.environment, document.file);
  const { config } = readOne(document, environment, options, localPlaceholders);
  const heading = environment ? `${document.file}, environment ${environment.name}` : document.file;
  return { heading, graph: markUnreachable(graphOfConfig(config)) };
}

/** Without a config there is nothing to compare, so the graph shows everything that a pull would add. */
async function graphOfOrgAlone(options: GraphOptions): Promise<GraphResult> {
  const { text, values: variables } = await pulledFrom(options);
  const document = parseConfig(text || 'version: 1\n', options.config ?? defaultConfig);
  const { org, graph } = await withSession(
    { ...options, variables },
    async (session) => ({
      ...describeOrg(session),
      graph: withoutDifferences(await graphOfOrg(session), graphOfConfig(session.config)),
    }),
    document,
  );
  const heading = `${org.username} (${org.kind}, ${new URL(org.instanceUrl).host})`;
  return { heading, graph };
}

/** For an org alone, keeps only marks that any org can have (`own`) and marks for what the org doesn't show. */
function withoutDifferences({ nodes, edges }: Graph, own: Graph): Graph {
  const without = <T extends { readonly marks: readonly Mark[] }>(
    all: ReadonlyMap<string, T>,
    known: ReadonlyMap<string, T>,
  ) =>
    new Map(
      [...all].map(([id, one]) => {
        const unproven = one.marks.filter(({ kind }) => kind === 'unproven');
        return [id, { ...one, marks: [...(known.get(id)?.marks ?? []), ...unproven] }];
      }),
    );
  return { nodes: without(nodes, own.nodes), edges: without(edges, own.edges) };
}

async function graphOfOrg(session: Session): Promise<Graph> {
  const { config, org } = session;
  const built = graphOfConfig(config);
  const back = await readAndComplete(session, desiredOf(config));
  const [checks, grants] = await Promise.all([
    verifyOrg(session, back, { whole: true }),
    grantsOf(session, Object.keys(config.externalCredentials ?? {}), back.state),
  ]);
  for (const check of checks) markCheck(built, check, back.state);
  if (grants === undefined) {
    const text = `${org.username} can't see who has access: it needs View Setup and Configuration`;
    for (const { type, name } of [...built.nodes.values()].filter(({ type }) => type === 'principal'))
      built.node(type, name, { marks: [{ kind: 'unproven', text }] });
  } else addGrants(built, config, grants);
  return markUnreachable(built);
}

async function grantsOf({ org }: Session, names: readonly string[], { components }: OrgState) {
  const existing = names.filter((name) => components.has(componentKey('ExternalCredential', name)));
  if (existing.length === 0) return [];
  try {
    return await readPrincipalGrants(org, existing);
  } catch (error) {
    if (error instanceof KeywayError && error.code === 'Forbidden') return undefined;
    throw error;
  }
}

/** The node for each link of a verification that a graph shows. */
const nodeOf: Readonly<Record<string, 'access' | 'externalCredential' | 'namedCredential' | 'principal'>> = {
  PermissionSet: 'access',
  ExternalCredential: 'externalCredential',
  NamedCredential: 'namedCredential',
  Principal: 'principal',
  Credential: 'principal',
};

function markCheck(built: GraphBuilder, check: Check, { components }: OrgState): void {
  const { link, name, ok, message } = check;
  // Whether an unmanaged secret is set doesn't affect who has access.
  if (ok === true || (ok === null && link === 'Credential')) return;
  const type = nodeOf[link];
  const [from = '', to = ''] = name.split(' → ');
  const drifted = components.has(componentKey(link as ComponentType, name));
  const mark: Mark = { kind: ok === null ? 'unproven' : drifted ? 'drifted' : 'missing', text: message };
  if (type !== undefined && built.nodes.has(idOf(type, name))) built.node(type, name, { marks: [mark] });
  else if (link === 'PrincipalAccess') built.edge(idOf('access', from), idOf('principal', to), [mark]);
  else if (link === 'Assignment') built.edge(idOf('user', to), idOf('access', from), [mark]);
}

/** Adds every access to a principal that the org has and the config doesn't. */
function addGrants(built: GraphBuilder, config: Config, grants: readonly PrincipalGrant[]): void {
  for (const { principal, by, permissionSet, holders } of grants) {
    const own = permissionSet === undefined ? undefined : config.permissionSets?.[permissionSet];
    const [, kind = '', name = by] = /^(permission set group|permission set|profile) (.+)$/s.exec(by) ?? [];
    const shown = permissionSet ?? (kind === '' ? by : `${name} (${kind})`);
    const access = built.node('access', shown, { detail: kind });
    const isOwn = own?.principals?.includes(principal) ?? false;
    const foreign: Mark = { kind: 'wide', text: 'grants access in the org, but not in the config' };
    built.edge(access, built.node('principal', principal), isOwn ? [] : [foreign]);
    for (const holder of holders) {
      const expected = own?.assignTo?.find((user) => sameUser(user, holder));
      const user = built.node('user', expected ?? holder);
      const wide = own?.assignTo !== undefined && expected === undefined;
      const known = [...built.edges.values()].some(({ from, to }) => from === user && to === access);
      const extra: Mark = { kind: 'wide', text: 'has it in the org, but not in the config' };
      built.edge(user, access, wide && !known ? [extra] : []);
    }
  }
}
