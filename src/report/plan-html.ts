import { formatProblem } from '../config/problems.ts';
import { type Change, riskMeaning } from '../kinds/change.ts';
import { maskChanges } from '../kinds/masked.ts';
import { count } from './count.ts';
import { escapeXml } from './graph/svg.ts';
import type { PlanForOrg } from './markdown.ts';
import { pageHtml } from './page.ts';
import { risksIn } from './risks.ts';
import { printable } from './terminal.ts';

const words = { create: 'create', update: 'change', delete: 'delete' } as const;

/**
 * A plan as a self-contained page for its approver. It contains no script, and no value that looks like a secret.
 * @param savedAs the file of `plan --out`, for `deploy --plan`
 */
export function planHtml(plan: PlanForOrg, savedAs?: string): string {
  const { environment, org, notes, problems = [] } = plan;
  const changes = maskChanges(plan.changes);
  const title = environment === null ? 'Plan' : `Plan for ${environment}`;
  const risks = [...risksIn(changes)];
  const body = `<header>
<h1>${escapeText(title)}</h1>
<p>${escapeText(`${org.username} (${org.kind}, ${URL.parse(org.instanceUrl)?.host ?? ''})`)}</p>
<p><strong>${changes.length === 0 ? 'Nothing to do' : count(changes.length, 'change')}</strong>${risks.length === 0 ? ', no risk' : `, ${count(risks.length, 'risk')}`}.</p>
</header>
<main>
${part(
  'Problems',
  problems.map((problem) => item(formatProblem(problem), problem.severity)),
)}
${part(
  'Risks',
  risks.map(
    ([risk, names]) =>
      `<li class="risk"><strong>${risk}</strong>: ${escapeText(riskMeaning[risk])}. <span class="names">${names.map(escapeText).join(', ')}</span></li>`,
  ),
)}
${part('Changes', changes.map(changeItem), 'ol')}
${part(
  'Notes',
  notes.map((note) => item(note)),
)}
${part(
  'To approve',
  approval(plan, changes, savedAs).map((step) => `<li>${step}</li>`),
  'ol',
)}
</main>`;
  return `${pageHtml({ title, body, style })}\n`;
}

/** Escapes text from a config or an org for HTML, including characters that change the text direction. */
function escapeText(text: string): string {
  return escapeXml(printable(text));
}

function part(title: string, items: readonly string[], list: 'ul' | 'ol' = 'ul'): string {
  return items.length === 0
    ? ''
    : `<section><h2>${title}</h2><${list}>${items.join('\n')}</${list}></section>`;
}

function item(text: string, kind = ''): string {
  return `<li${kind === '' ? '' : ` class="${kind}"`}>${escapeText(text)}</li>`;
}

function changeItem({ type, name, action, risks, fields, liveKeys = [] }: Change): string {
  const marks = risks.map((risk) => ` <strong class="risk">${risk}</strong>`).join('');
  const keys =
    liveKeys.length === 0 ? '' : `<p class="risk">Live keys: ${liveKeys.map(escapeText).join(', ')}</p>`;
  const rows = fields.map(
    ({ path, from, to }) =>
      `<tr><th scope="row">${escapeText(path)}</th><td>${value(from)}</td><td>${value(to)}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? ''
      : `<details${action === 'update' ? ' open' : ''}><summary>${count(rows.length, 'field')}</summary><div class="wide"><table><thead><tr><th scope="col">Field</th><th scope="col">In the org</th><th scope="col">In the config</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`;
  return `<li><span class="${action}">${words[action]}</span> ${escapeText(type)} <strong>${escapeText(name)}</strong>${marks}${keys}${table}</li>`;
}

function value(text: string | undefined): string {
  return text === undefined ? '<span class="none">none</span>' : `<code>${escapeText(text)}</code>`;
}

/** The commands that approve the plan, as in docs/approval.md. */
function approval(
  { environment, problems = [] }: PlanForOrg,
  changes: readonly Change[],
  savedAs: string | undefined,
): readonly string[] {
  if (changes.length === 0) return [];
  if (problems.some(({ severity }) => severity === 'error'))
    return ['Nothing can be approved: a deploy sends nothing until the problems above are fixed.'];
  const where = environment === null ? '' : ` --env ${environment}`;
  const risks = [...risksIn(changes).keys()];
  const allow = risks.length === 0 ? '' : ` --allow ${risks.join(',')}`;
  const command = (text: string) => `<code>${escapeText(text)}</code>`;
  if (savedAs !== undefined)
    return [
      `Run ${command(`keyway deploy${where} --plan ${savedAs}`)}. It deploys exactly this plan, or nothing.`,
    ];
  return [
    `Save the plan with its risks: ${command(`keyway plan${where} --out plan.json${allow}`)}`,
    `Deploy exactly that plan: ${command(`keyway deploy${where} --plan plan.json`)}`,
  ];
}

const style = `
:root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: light-dark(#1f2328, #e6edf3); background: light-dark(#fff, #0d1117); overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { font-size: 1.15rem; }
header p { margin: .25rem 0; }
ul, ol { padding-left: 1.5rem; }
li { margin: .5rem 0; }
code { font: .9em ui-monospace, monospace; background: light-dark(#eff1f3, #1c2128); padding: .1em .3em; border-radius: .2em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
thead th:first-child { width: 28%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid light-dark(#d0d7de, #30363d); font-weight: normal; }
thead th { color: light-dark(#57606a, #9198a1); font-size: .85rem; }
.none { color: light-dark(#57606a, #9198a1); }
.create { color: light-dark(#116329, #7ee787); }
.update, .warning { color: light-dark(#7d4e00, #e3b341); }
.delete, .risk, .error { color: light-dark(#a40e26, #ff7b72); }
.risk .names { color: light-dark(#1f2328, #e6edf3); }
:focus-visible { outline: 3px solid light-dark(#0969da, #58a6ff); outline-offset: 2px; }
@media (max-width: 45rem) {
  thead { position: absolute; opacity: 0; }
  tbody tr, tbody th, tbody td { display: block; border: 0; padding: .1rem 0; }
  td::before { display: block; color: light-dark(#57606a, #9198a1); font-size: .85rem; }
  td:nth-child(2)::before { content: 'In the org'; }
  td:nth-child(3)::before { content: 'In the config'; }
}
@media print { details { break-inside: avoid; } }
`;
