/** Light or dark by the reader's setting, with system fonts and no external content. */
export const style = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #12151a);
  --raised: light-dark(#ffffff, #1a1f27);
  --line: light-dark(#d9dee6, #2e3642);
  --wire: light-dark(#b4bfcd, #4b5869);
  --text: light-dark(#17202c, #e6eaf0);
  --soft: light-dark(#566274, #9aa7b8);
  --accent: light-dark(#0b5cad, #6cb2ff);
  --good: light-dark(#0a6b3d, #5fd39a);
  --good-ground: light-dark(#e3f5eb, #123524);
  --warn: light-dark(#7a4b00, #f0bd5e);
  --warn-ground: light-dark(#fdf1d8, #382a0d);
  --bad: light-dark(#a61b1b, #ff9a92);
  --bad-ground: light-dark(#fde7e5, #401a1a);
  --calm-ground: light-dark(#eaedf2, #262d37);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere; }
p, h1, h2, h3, ul, dl, dd { margin: 0; padding: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; z-index: 2; background: var(--raised); padding: .25rem .75rem; }

header {
  position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.75rem;
  padding: .7rem clamp(1rem, 3vw, 2.5rem); background: var(--raised); border-bottom: 1px solid var(--line);
}
.brand { font-weight: 700; letter-spacing: -.01em; font-size: 1.1rem; }
.brand span { font-weight: 400; color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav a { color: var(--soft); text-decoration: none; padding: .15rem 0; }
nav a:hover { color: var(--accent); text-decoration: underline; text-underline-offset: .3em; }
.live { margin-left: auto; font-size: .85rem; color: var(--soft); }
.live::before { content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .45em; border-radius: 50%; background: var(--soft); }
.live.on::before { background: var(--good); }
.live.off { color: var(--bad); }
.live.off::before { background: var(--bad); }

main { max-width: 100rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 3rem; }
section { margin-top: 2.25rem; }
h2 { font-size: 1.15rem; margin-bottom: .75rem; scroll-margin-top: 4.5rem; }
footer { padding: 1rem clamp(1rem, 3vw, 2.5rem) 2rem; color: var(--soft); font-size: .85rem; text-align: center; }

.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; }
.facts dt { font-size: .78rem; color: var(--soft); }
.facts dd { font-weight: 600; }
.note { margin-top: .75rem; padding: .5rem .9rem; border-radius: 8px; background: var(--warn-ground); color: var(--warn); }
.empty { color: var(--soft); padding: .5rem 0; }
code, .id, .url, .path { font-family: var(--mono); }
.id { font-size: .78rem; font-weight: 400; color: var(--soft); }
.url { font-size: .82rem; }
.small, .label { font-size: .85rem; color: var(--soft); }
.nowrap { white-space: nowrap; }

.badge { display: inline-block; padding: .05rem .55rem; border-radius: 99px; font-size: .82rem; font-weight: 600; white-space: nowrap; background: var(--calm-ground); color: var(--soft); }
.badge.good { background: var(--good-ground); color: var(--good); }
.badge.warn { background: var(--warn-ground); color: var(--warn); }
.badge.bad { background: var(--bad-ground); color: var(--bad); }

.scroll { overflow-x: auto; border-radius: 10px; }
.chain { --gap: 2rem; --columns: minmax(13rem, 1.2fr) minmax(11rem, 1fr); min-width: 68rem; display: grid; gap: 1rem; }
.heads, .link { display: grid; grid-template-columns: var(--columns) minmax(39rem, 3fr); gap: var(--gap); }
.heads { color: var(--soft); font-size: .85rem; padding: 0 1rem; }
.link { align-items: center; padding: 1rem; border: 1px solid var(--line); border-radius: 10px; background: var(--raised); }
.stack, .principals, .grants { display: grid; gap: 1rem; }
.principal { display: grid; grid-template-columns: minmax(11rem, 1fr) minmax(22rem, 2fr); gap: var(--gap); align-items: center; }
.grant { display: grid; grid-template-columns: 1fr 1fr; gap: var(--gap); align-items: center; }
.card { padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); min-width: 0; }
.card h3 { font-size: .95rem; }
.card p:empty { display: none; }
.stack, .principals, .grants, .principal, .grant, .stack > .card, .joined { position: relative; }
.joined::before, .principals::before, .grants::before, .stack > .card::after, .link > .gap:first-child::after {
  content: ""; position: absolute; right: 100%; top: 50%; width: calc(var(--gap) / 2 + 2px); border-top: 2px solid var(--wire);
}
.principals::before, .grants::before { right: auto; left: calc(var(--gap) * -1); }
.stack > .card::after, .link > .gap:first-child::after { right: auto; left: 100%; }
.grant > .users::before, .grant > .gap::before { width: var(--gap); }
.principals > .principal::before, .grants > .grant::before, .stack > .card::before {
  content: ""; position: absolute; left: calc(var(--gap) / -2 - 1px); top: -.5rem; bottom: -.5rem; border-left: 2px solid var(--wire);
}
.stack > .card::before { left: auto; right: calc(var(--gap) / -2 - 2px); }
.principals > .principal:first-child::before, .grants > .grant:first-child::before, .stack > .card:first-child::before { top: 50%; }
.principals > .principal:last-child::before, .grants > .grant:last-child::before, .stack > .card:last-child::before { bottom: 50%; }
.gap { color: var(--warn); font-size: .85rem; padding: .4rem .6rem; border: 1px dashed var(--warn); border-radius: 8px; }
.link > .gap:first-child::before { display: none; }
.heads > .principal::before { display: none; }
.users { list-style: none; padding-left: .6rem; display: grid; gap: .35rem; min-width: 0; }
.users .small { display: block; }

table { border-collapse: collapse; width: 100%; background: var(--raised); border: 1px solid var(--line); }
th, td { text-align: left; padding: .45rem .8rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: normal; }
th { font-size: .82rem; font-weight: 600; color: var(--soft); white-space: nowrap; }
tbody tr:last-child td { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.path { width: 99%; font-size: .85rem; overflow-wrap: anywhere; }
#requests .scroll { max-height: 26rem; overflow-y: auto; border: 1px solid var(--line); }
#requests table { border: 0; }
#requests th { position: sticky; top: 0; background: var(--raised); }

.job { border: 1px solid var(--line); border-radius: 10px; background: var(--raised); margin-bottom: .5rem; }
.job summary { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; padding: .55rem .9rem; cursor: pointer; list-style: none; }
.job summary::-webkit-details-marker { display: none; }
.job summary::before { content: "▸"; color: var(--soft); }
.job[open] summary::before { content: "▾"; }
.messages { list-style: none; border-top: 1px solid var(--line); }
.messages li { display: flex; flex-wrap: wrap; gap: .25rem .9rem; align-items: center; padding: .5rem .9rem; }
.messages li + li { border-top: 1px solid var(--line); }
.problem { flex-basis: 100%; font-family: var(--mono); font-size: .85rem; white-space: pre-wrap; color: var(--bad); }
.job > .problem, .job > .empty { padding: .25rem .9rem .6rem; }

@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
