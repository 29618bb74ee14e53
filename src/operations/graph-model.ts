import type { Config } from '../kinds/config.ts';

/** A problem of a node or an edge; `unproven` means that the org doesn't show it. */
export interface Mark {
  readonly kind: 'missing' | 'wide' | 'drifted' | 'unproven';
  readonly text: string;
}

/** In the direction of a call, from the caller to the called URL. */
export const nodeTypes = ['user', 'access', 'principal', 'externalCredential', 'namedCredential'] as const;
export type NodeType = (typeof nodeTypes)[number];

export interface GraphNode {
  readonly type: NodeType;
  readonly name: string;
  /** The protocol of an external credential, the host of a named credential, … */
  readonly detail: string;
  readonly marks: readonly Mark[];
}

/** `from` is nearer to the user. Both are ids from `idOf`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly marks: readonly Mark[];
}

export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: ReadonlyMap<string, GraphEdge>;
}

export function idOf(type: NodeType, name: string): string {
  return `${type}\n${name}`;
}

/** A graph under construction. A node that is added twice exists once, with the marks of both. */
export class GraphBuilder {
  readonly nodes = new Map<string, GraphNode>();
  readonly edges = new Map<string, GraphEdge>();

  node(type: NodeType, name: string, { detail = '', marks = [] }: Partial<GraphNode> = {}): string {
    const id = idOf(type, name);
    const known = this.nodes.get(id);
    const all = [...(known?.marks ?? []), ...marks];
    this.nodes.set(id, { type, name, detail: known?.detail || detail, marks: all });
    return id;
  }

  edge(from: string, to: string, marks: readonly Mark[] = []): void {
    const key = `${from}\n\n${to}`;
    this.edges.set(key, { from, to, marks: [...(this.edges.get(key)?.marks ?? []), ...marks] });
  }
}

/** Builds the graph of a config: who can call what. */
export function graphOfConfig(config: Config): GraphBuilder {
  const graph = new GraphBuilder();
  for (const [name, { authentication, principals = {} }] of Object.entries(
    config.externalCredentials ?? {},
  )) {
    const credential = graph.node('externalCredential', name, { detail: authentication.protocol });
    for (const [principal, { type }] of Object.entries(principals))
      graph.edge(graph.node('principal', `${name}-${principal}`, { detail: type }), credential);
  }
  for (const [name, credential] of Object.entries(config.namedCredentials ?? {})) {
    if (credential.type === 'Legacy') {
      const marks: readonly Mark[] = [
        { kind: 'wide', text: 'legacy: any user whose code runs can call through it' },
      ];
      graph.node('namedCredential', name, { detail: hostOf(credential.endpoint), marks });
      continue;
    }
    const to = graph.node('namedCredential', name, { detail: hostOf(textOf(credential.url)) });
    graph.edge(graph.node('externalCredential', textOf(credential.externalCredential)), to);
  }
  for (const [name, { principals = [], assignTo = [] }] of Object.entries(config.permissionSets ?? {})) {
    const access = graph.node('access', name, { detail: 'permission set' });
    for (const principal of principals) graph.edge(access, graph.node('principal', principal));
    for (const user of assignTo) graph.edge(graph.node('user', user), access);
  }
  return graph;
}

/** Marks dead ends, through which nobody can call anything. */
export function markUnreachable(graph: GraphBuilder): Graph {
  const edges = [...graph.edges.values()];
  const reached = new Set(edges.map(({ to }) => to));
  const used = new Set(edges.map(({ from }) => from));
  for (const [id, { type, name, detail }] of [...graph.nodes]) {
    const text =
      type === 'principal' && !reached.has(id)
        ? 'no permission set grants it'
        : type === 'access' && detail === 'permission set' && !reached.has(id)
          ? 'no user has it'
          : type === 'externalCredential' && !used.has(id)
            ? 'no named credential uses it'
            : undefined;
    if (text !== undefined) graph.node(type, name, { marks: [{ kind: 'missing', text }] });
  }
  return graph;
}

/** The text of a field in short or long form. */
function textOf(field: string | { readonly value: string }): string {
  return typeof field === 'string' ? field : field.value;
}

/** Only the host, because a path can be long and a query can contain a secret. */
function hostOf(url: string | undefined): string {
  return URL.parse(url ?? '')?.host ?? '';
}
