import type { Graph, GraphEdge, GraphNode, Mark, NodeType } from '../../operations/graph-model.ts';

/** The columns of a picture, from left to right. */
export const columns: readonly (readonly [NodeType, string])[] = [
  ['user', 'User'],
  ['access', 'Granted by'],
  ['principal', 'Principal'],
  ['externalCredential', 'External credential'],
  ['namedCredential', 'Named credential'],
];

/** A symbol for each mark, so that none depends on colour alone. */
export const signs: Readonly<Record<Mark['kind'], string>> = {
  missing: '✗ missing',
  wide: '! too wide',
  drifted: '~ drifted',
  unproven: '? unproven',
};

/** Most serious first. */
const bySeverity: readonly Mark['kind'][] = ['wide', 'missing', 'drifted', 'unproven'];

export function mostSerious(marks: readonly Mark[]): Mark['kind'] | undefined {
  return bySeverity.find((kind) => marks.some((mark) => mark.kind === kind));
}

/** Arranges the nodes of each column from top to bottom, close to those that they lead to, so that few lines cross. */
export function arrangeNodes(graph: Graph): ReadonlyMap<NodeType, readonly string[]> {
  const outgoing = grouped([...graph.edges.values()], ({ from }) => from);
  const result = new Map<NodeType, readonly string[]>();
  const place = new Map<string, number>();
  for (const [type] of columns.toReversed()) {
    const ids = [...graph.nodes].filter(([, node]) => node.type === type).map(([id]) => id);
    const weight = new Map(
      ids.map((id) => {
        const places = (outgoing.get(id) ?? []).map(({ to }) => place.get(to) ?? 0);
        return [
          id,
          places.length === 0 ? Number.MAX_VALUE : places.reduce((a, b) => a + b, 0) / places.length,
        ];
      }),
    );
    const sorted = ids.sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0) || (a < b ? -1 : 1));
    for (const [index, id] of sorted.entries()) place.set(id, index / sorted.length);
    result.set(type, sorted);
  }
  return result;
}

/** One path from users to a service. A node that nothing leads to starts its own path. */
export interface Path {
  readonly users: readonly GraphNode[];
  /** Starts with the permission set. */
  readonly nodes: readonly GraphNode[];
  readonly marks: readonly { readonly on: string; readonly mark: Mark }[];
}

/** All paths through the graph. Those with a mark come first. */
export function pathsOf(graph: Graph): readonly Path[] {
  const edges = [...graph.edges.values()];
  const outgoing = grouped(edges, ({ from }) => from);
  const incoming = grouped(edges, ({ to }) => to);
  const node = (id: string) => graph.nodes.get(id) as GraphNode;
  const found: Path[] = [];
  const walk = (id: string, ids: readonly string[], passed: readonly GraphEdge[]) => {
    const further = outgoing.get(id) ?? [];
    for (const edge of further) walk(edge.to, [...ids, edge.to], [...passed, edge]);
    if (further.length > 0) return;
    const holding = (incoming.get(ids[0] ?? '') ?? []).filter(({ from }) => node(from).type === 'user');
    const users = holding.map(({ from }) => node(from));
    const nodes = ids.map(node);
    const marks = [
      ...holding.flatMap(({ from, marks }) => marks.map((mark) => ({ on: node(from).name, mark }))),
      ...passed.flatMap(({ from, to, marks }) =>
        marks.map((mark) => ({ on: `${node(from).name} → ${node(to).name}`, mark })),
      ),
      ...nodes.flatMap(({ name, marks }) => marks.map((mark) => ({ on: name, mark }))),
    ];
    found.push({ users, nodes, marks });
  };
  for (const [id, { type }] of graph.nodes) {
    const before = (incoming.get(id) ?? []).filter(({ from }) => node(from).type !== 'user');
    if (type !== 'user' && before.length === 0) walk(id, [id], []);
  }
  const rank = ({ marks }: Path) => {
    const kind = mostSerious(marks.map(({ mark }) => mark));
    return kind === undefined ? bySeverity.length : bySeverity.indexOf(kind);
  };
  return found.sort((a, b) => rank(a) - rank(b));
}

function grouped<T>(list: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(list, key);
}
