import { extname } from 'node:path';
import { KeywayError } from '../errors/index.ts';
import { writeWholeFile } from '../errors/write-file.ts';
import { graph } from '../operations/graph.ts';
import { graphHtml } from '../report/graph/html.ts';
import { graphMermaid } from '../report/graph/mermaid.ts';
import { graphSvg } from '../report/graph/svg.ts';
import { print, printable, printFile } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgFlags, orgOptions, secretFlags } from './flags.ts';

const formats = ['mermaid', 'svg', 'html'] as const;

export const command = defineCommand({
  flags: (args) =>
    secretFlags(orgFlags(args))
      .option('format', {
        choices: formats,
        describe: 'Mermaid for README files and pull requests, a picture, or a page (default: from --out)',
        requiresArg: true,
      })
      .option('from-org', {
        type: 'boolean',
        describe: 'read the org too, and mark what is missing, too wide or drifted',
        default: false,
      })
      .option('out', { type: 'string', describe: 'file to write (default: print)', requiresArg: true }),
  async run(args) {
    if (args.targetOrg !== undefined && !args.fromOrg)
      throw new KeywayError(
        'UsageWrong',
        'The flag -o names an org, which graph reads only with --from-org.',
        {
          actions: ['To write a file, pass --out FILE. To read the org, add --from-org.'],
        },
      );
    const { heading, graph: found } = await graph({ ...orgOptions(args), fromOrg: args.fromOrg });
    const text = {
      mermaid: () => graphMermaid(found),
      svg: () => graphSvg(found, { title: `Who can call what: ${heading}` }),
      html: () => graphHtml(found, heading),
    }[args.format ?? formatOf(args.out)]();
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

/** The format that a file's name asks for. */
function formatOf(out = ''): (typeof formats)[number] {
  const extension = extname(out).toLowerCase();
  return extension === '.svg' ? 'svg' : extension === '.html' ? 'html' : 'mermaid';
}
