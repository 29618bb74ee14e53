import type { Graph, GraphNode } from '../../operations/graph-model.ts';
import { arrangeNodes, columns, mostSerious, signs } from './layout.ts';

/** Renders the graph for a README or a pull request. GitHub, GitLab and Bitbucket draw it. */
export function graphMermaid(graph: Graph): string {
  const ids = new Map<string, string>();
  const lines = ['flowchart LR'];
  const order = arrangeNodes(graph);
  for (const [type, title] of columns) {
    for (const id of order.get(type) ?? []) {
      ids.set(id, `n${ids.size}`);
      const node = graph.nodes.get(id) as GraphNode;
      const mark = mostSerious(node.marks);
      lines.push(`  ${ids.get(id)}["${labelOf(title, node)}"]${mark === undefined ? '' : `:::${mark}`}`);
    }
  }
  for (const { from, to, marks } of graph.edges.values()) {
    const mark = mostSerious(marks);
    const arrow = mark === undefined ? '-->' : `-. "${escaped(signs[mark])}" .->`;
    lines.push(`  ${ids.get(from)} ${arrow} ${ids.get(to)}`);
  }
  return [
    ...lines,
    '  classDef missing stroke:#cf222e,stroke-width:2px,stroke-dasharray:6 3',
    '  classDef wide stroke:#bc4c00,stroke-width:4px',
    '  classDef drifted stroke:#9a6700,stroke-width:2px,stroke-dasharray:2 2',
    '  classDef unproven stroke:#57606a,stroke-dasharray:1 3',
  ].join('\n');
}

function labelOf(title: string, { name, detail, marks }: GraphNode): string {
  const mark = mostSerious(marks);
  const parts = [title, name, detail, mark === undefined ? '' : signs[mark]].filter((part) => part !== '');
  return parts.map(escaped).join('<br>');
}

/** Escapes every character with a meaning in Mermaid or HTML by its number. Drops control characters. */
function escaped(text: string): string {
  return text
    .replaceAll(/\p{C}/gu, '')
    .replaceAll(/[^\p{L}\p{N} _.@→-]/gu, (character) => `#${character.codePointAt(0)};`);
}
