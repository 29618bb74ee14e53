import { describe, expect, it } from '@jest/globals';
import { GraphBuilder, markUnreachable } from '../../src/operations/graph-model.ts';
import { graphHtml } from '../../src/report/graph/html.ts';
import { pathsOf } from '../../src/report/graph/layout.ts';
import { graphMermaid } from '../../src/report/graph/mermaid.ts';
import { graphSvg } from '../../src/report/graph/svg.ts';
import { toXmlTree } from './xml-tree.ts';

/** A chain of one user with the given names. */
function chainOf(name: (what: string) => string) {
  const graph = new GraphBuilder();
  const user = graph.node('user', name('user'));
  const access = graph.node('access', name('set'), { detail: 'permission set' });
  const principal = graph.node('principal', name('principal'), { detail: 'NamedPrincipal' });
  const external = graph.node('externalCredential', name('external'), { detail: 'Oauth' });
  const named = graph.node('namedCredential', name('named'), { detail: name('host') });
  graph.edge(user, access, [{ kind: 'missing', text: name('mark') }]);
  graph.edge(access, principal);
  graph.edge(principal, external);
  graph.edge(external, named);
  return markUnreachable(graph);
}

describe('the paths of a graph', () => {
  it('lead from users to a named credential, with the marks on the path', () => {
    const [path, ...others] = pathsOf(chainOf((what) => what));
    expect(others).toEqual([]);
    expect(path?.users.map(({ name }) => name)).toEqual(['user']);
    expect(path?.nodes.map(({ name }) => name)).toEqual(['set', 'principal', 'external', 'named']);
    expect(path?.marks).toEqual([{ on: 'user', mark: { kind: 'missing', text: 'mark' } }]);
  });

  it('mark what nobody can reach', () => {
    const graph = new GraphBuilder();
    graph.node('principal', 'Kms-Service');
    graph.node('access', 'Nobody', { detail: 'permission set' });
    graph.node('externalCredential', 'Unused');
    const marks = [...markUnreachable(graph).nodes.values()].map(({ name, marks }) => [name, marks[0]?.text]);
    expect(marks).toEqual([
      ['Kms-Service', 'no permission set grants it'],
      ['Nobody', 'no user has it'],
      ['Unused', 'no named credential uses it'],
    ]);
  });
});

it('say on the page who can call if no permission set is involved', () => {
  const graph = new GraphBuilder();
  graph.node('namedCredential', 'Old', { marks: [{ kind: 'wide', text: 'legacy' }] });
  graph.node('principal', 'Kms-Service');
  const said = [...graphHtml(graph, 'a').matchAll(/<span class="none">(.+?)<\/span>/g)].map(([, who]) => who);
  expect(said).toEqual(['any user', 'nobody']);
});

describe('Mermaid', () => {
  it('shows each node once, and marks on nodes and lines', () => {
    expect(
      graphMermaid(chainOf((what) => what))
        .split('\n')
        .slice(0, 10),
    ).toEqual([
      'flowchart LR',
      '  n0["User<br>user"]',
      '  n1["Granted by<br>set<br>permission set"]',
      '  n2["Principal<br>principal<br>NamedPrincipal"]',
      '  n3["External credential<br>external<br>Oauth"]',
      '  n4["Named credential<br>named<br>host"]',
      '  n0 -. "#10007; missing" .-> n1',
      '  n1 --> n2',
      '  n2 --> n3',
      '  n3 --> n4',
    ]);
  });
});

const hostile = [
  '"]; click n0 "javascript:alert(1)"',
  '<img src=x onerror=alert(1)>',
  '</title></svg></style></script><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  '`**x**`\n  n0 --> n9',
  '#quot;&quot;&#34;',
  ']]><!-- --> <![CDATA[',
  '\u202emoc.live\u0000\u001b[31m',
  '%%{init: {"theme": "x"}}%%',
];

describe.each(hostile)('a hostile name %j', (text) => {
  const graph = chainOf((what) => `${what}${text}`);

  it('adds nothing to a Mermaid graph', () => {
    const plain = graphMermaid(chainOf((what) => what)).split('\n');
    const lines = graphMermaid(graph).split('\n');
    expect(lines).toHaveLength(plain.length);
    for (const line of lines.slice(1, 6))
      expect(line).toMatch(/^ {2}n\d\["(?:[\p{L}\p{N} _.@→-]|#\d+;|<br>)+"\]$/u);
  });

  it('adds no element or attribute to an SVG', () => {
    const plain = graphSvg(
      chainOf((what) => what),
      { title: 'a' },
    );
    expect(toXmlTree(graphSvg(graph, { title: text }))).toEqual(toXmlTree(plain));
  });

  it('adds no tag to a page', () => {
    const tags = (html: string) => [...html.matchAll(/<[/!]?[a-z][^>"]*(?:"[^"]*"[^>"]*)*>/gi)].length;
    const page = graphHtml(graph, text);
    expect(tags(page)).toBe(
      tags(
        graphHtml(
          chainOf((what) => what),
          'a',
        ),
      ),
    );
    expect(page).not.toMatch(/[\u202e\u0000\u001b]/);
  });
});
