import type { Graph, GraphNode } from '../../operations/graph-model.ts';
import { count } from '../count.ts';
import { pageHtml } from '../page.ts';
import { columns, type Path, pathsOf, signs } from './layout.ts';
import { script, style } from './page-parts.ts';
import { escapeXml, graphSvg } from './svg.ts';

const titles = new Map(columns);

/** A self-contained page. Its content security policy allows only its own script and style. */
export function graphHtml(graph: Graph, heading: string): string {
  const paths = pathsOf(graph);
  const users = [...graph.nodes.values()].filter(({ type }) => type === 'user').map(({ name }) => name);
  const marked = paths.filter(({ marks }) => marks.length > 0).length;
  const body = `<header>
<h1>Who can call what</h1>
<p>${escapeXml(heading)}</p>
<p>${count(paths.length, 'path')} for ${count(users.length, 'user')}; ${marked === 0 ? 'nothing is marked' : `${count(marked, 'path')} marked`}.</p>
</header>
<main>
<search>
<p><label for="search">Search</label> <input id="search" type="search" autocomplete="off" aria-keyshortcuts="/"></p>
<p><label for="user">User</label> <select id="user"><option value="">all users</option>${users
    .sort()
    .map((name) => `<option>${escapeXml(name)}</option>`)
    .join('')}</select></p>
<p><input id="marked" type="checkbox"> <label for="marked">only marked paths</label></p>
<p id="status" role="status"></p>
</search>
<h2>Paths</h2>
<ol id="paths">
${paths.map(pathItem).join('\n')}
</ol>
<h2>Picture</h2>
<details${paths.length <= 40 ? ' open' : ''}>
<summary>Show all paths in one picture</summary>
<div class="picture" tabindex="0" role="region" aria-label="Picture of all paths">
${graphSvg(graph, { title: 'Who can call what', inPage: true })}
</div>
</details>
</main>`;
  return pageHtml({ title: 'Who can call what', body, style, script });
}

function pathItem({ users, nodes, marks }: Path): string {
  const names = users.map(({ name }) => name);
  // The path of a legacy named credential has no other nodes, because no permission is required.
  const whoElse = nodes[0]?.type === 'namedCredential' ? 'any user' : 'nobody';
  const steps = [
    step(
      'User',
      users.length === 0 ? `<span class="none">${whoElse}</span>` : users.map(nameOf).join('<br>'),
    ),
    ...nodes.map((node) => step(titles.get(node.type) ?? '', nameOf(node))),
  ];
  const remarks = marks.map(
    ({ on, mark }) =>
      `<li class="${mark.kind}"><strong>${escapeXml(signs[mark.kind])}</strong> ${escapeXml(`${on}: ${mark.text}`)}</li>`,
  );
  const list = remarks.length === 0 ? '' : `<ul>${remarks.join('')}</ul>`;
  return `<li data-users="${escapeXml(JSON.stringify(names))}" data-marked="${marks.length > 0}"><dl>${steps.join('')}</dl>${list}</li>`;
}

function step(title: string, content: string): string {
  return `<div><dt>${title}</dt><dd>${content}</dd></div>`;
}

function nameOf({ name, detail }: GraphNode): string {
  return `${escapeXml(name)}${detail === '' ? '' : ` <small>${escapeXml(detail)}</small>`}`;
}
