import type { Graph, GraphNode } from '../../operations/graph-model.ts';
import { arrangeNodes, columns, mostSerious, signs } from './layout.ts';

const columnWidth = 250;
const boxWidth = 190;
const boxHeight = 36;
const rowHeight = 48;
const top = 48;
const margin = 16;
const strokes = { missing: '#cf222e', wide: '#bc4c00', drifted: '#9a6700', unproven: '#6e7781' } as const;
const dashes = { missing: '6 3', wide: '', drifted: '2 2', unproven: '1 3' } as const;

/**
 * Renders the graph as a picture in five columns.
 * @param inPage uses the page's colours; a separate file has a white background
 */
export function graphSvg(
  graph: Graph,
  { title, inPage = false }: { title: string; inPage?: boolean },
): string {
  const order = arrangeNodes(graph);
  const rows = Math.max(1, ...[...order.values()].map((ids) => ids.length));
  const width = columns.length * columnWidth - (columnWidth - boxWidth) + 2 * margin;
  const height = top + rows * rowHeight + margin;
  const at = new Map<string, { readonly x: number; readonly y: number }>();
  for (const [column, [type]] of columns.entries()) {
    const ids = order.get(type) ?? [];
    // Spread short columns over the height of the longest.
    for (const [row, id] of ids.entries())
      at.set(id, {
        x: margin + column * columnWidth,
        y: top + ((row + 0.5) * rows * rowHeight) / ids.length - boxHeight / 2,
      });
  }
  const edges = [...graph.edges.values()].map(({ from, to, marks }) => {
    const [start, end] = [at.get(from) ?? { x: 0, y: 0 }, at.get(to) ?? { x: 0, y: 0 }];
    const [x1, y1, x2, y2] = [start.x + boxWidth, start.y + boxHeight / 2, end.x, end.y + boxHeight / 2];
    const bend = (x2 - x1) / 2;
    const tip = marks.map(({ kind, text }) => `${signs[kind]}: ${text}`).join('; ');
    const path = `<path d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" fill="none"${stroke(mostSerious(marks))}>`;
    return `${path}${tip === '' ? '' : `<title>${escapeXml(tip)}</title>`}</path>`;
  });
  const boxes = [...graph.nodes].map(([id, node]) => box(node, at.get(id) ?? { x: 0, y: 0 }));
  const heads = columns.map(
    ([, name], column) =>
      `<text x="${margin + column * columnWidth}" y="26" font-weight="bold">${name}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}" font-family="system-ui, sans-serif" font-size="13" fill="currentColor"${inPage ? '' : ' color="#1f2328"'}>`,
    `<title>${escapeXml(title)}</title>`,
    ...(inPage ? [] : [`<rect width="${width}" height="${height}" fill="#ffffff"/>`]),
    ...heads,
    ...edges,
    ...boxes,
    '</svg>',
  ].join('\n');
}

function box(
  { name, detail, marks }: GraphNode,
  { x, y }: { readonly x: number; readonly y: number },
): string {
  const mark = mostSerious(marks);
  const second = [detail, mark === undefined ? '' : signs[mark]].filter((part) => part !== '').join(' · ');
  const tip = [name, detail, ...marks.map(({ kind, text }) => `${signs[kind]}: ${text}`)]
    .filter((part) => part !== '')
    .join('\n');
  return [
    `<g><title>${escapeXml(tip)}</title>`,
    `<rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="5" fill="none"${stroke(mark)}/>`,
    `<text x="${x + 8}" y="${y + (second === '' ? 22 : 15)}">${escapeXml(short(name, 25))}</text>`,
    second === ''
      ? ''
      : `<text x="${x + 8}" y="${y + 29}" font-size="10">${escapeXml(short(second, 34))}</text>`,
    '</g>',
  ].join('');
}

function stroke(mark: keyof typeof strokes | undefined): string {
  if (mark === undefined) return ' stroke="currentColor" stroke-opacity="0.5"';
  const dash = dashes[mark] === '' ? '' : ` stroke-dasharray="${dashes[mark]}"`;
  return ` stroke="${strokes[mark]}" stroke-width="${mark === 'wide' ? 3 : 2}"${dash}`;
}

function short(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

/**
 * Escapes text for XML and HTML, in content and in attributes. Replaces characters that XML forbids or that change
 * the text direction by `�`.
 */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\n\P{C}]/gu, '�')
    .replaceAll(/[&<>"'`]/g, (character) => `&#${character.codePointAt(0)};`);
}
