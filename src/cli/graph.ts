import { writeWholeFile } from '../errors/write-file.ts';
import { graph } from '../operations/graph.ts';
import { graphHtml } from '../report/graph/html.ts';
import { graphMermaid } from '../report/graph/mermaid.ts';
import { graphSvg } from '../report/graph/svg.ts';
import { print, printable, printFile } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgFlags, orgOptions, secretFlags } from './flags.ts';

export const command = defineCommand({
  flags: (args) =>
    secretFlags(orgFlags(args))
      .option('format', {
        choices: ['mermaid', 'svg', 'html'] as const,
        default: 'mermaid' as const,
        describe: 'Mermaid for README files and pull requests, a picture, or a page',
        requiresArg: true,
      })
      .option('from-org', {
        type: 'boolean',
        describe: 'read the org too, and mark what is missing, too wide or drifted',
        default: false,
      })
      .option('out', { type: 'string', describe: 'file to write (default: print)', requiresArg: true }),
  async run(args) {
    const { heading, graph: found } = await graph({ ...orgOptions(args), fromOrg: args.fromOrg });
    const text = {
      mermaid: () => graphMermaid(found),
      svg: () => graphSvg(found, { title: `Who can call what: ${heading}` }),
      html: () => graphHtml(found, heading),
    }[args.format]();
    if (args.out !== undefined) writeWholeFile(args.out, `${text}\n`);
    if (!args.json && args.out === undefined) printFile(`${text}\n`);
    else if (!args.json) print(`Wrote ${printable(args.out ?? '')}.`);
    const { nodes, edges } = found;
    // Replace the internal keys of nodes and edges by numbers, so that nobody depends on their format.
    const ids = new Map([...nodes.keys()].map((id, index) => [id, index]));
    const result = {
      heading,
      nodes: [...nodes.values()],
      edges: [...edges.values()].map(({ from, to, marks }) => ({
        from: ids.get(from),
        to: ids.get(to),
        marks,
      })),
      file: args.out ?? null,
    };
    return { result };
  },
});
