/*
 * The script and the style of the graph's page. They must be constants, because the page's policy contains their
 * hashes.
 */

export const script = `
const search = document.getElementById('search');
const user = document.getElementById('user');
const marked = document.getElementById('marked');
const status = document.getElementById('status');
const paths = [...document.getElementById('paths').children].map((item) => ({
  item,
  text: item.textContent.toLowerCase(),
  users: JSON.parse(item.dataset.users),
  marked: item.dataset.marked === 'true',
}));
function filter() {
  const words = search.value.toLowerCase().split(/\\s+/);
  let shown = 0;
  for (const path of paths) {
    const fits =
      words.every((word) => path.text.includes(word)) &&
      (user.value === '' || path.users.includes(user.value)) &&
      (!marked.checked || path.marked);
    path.item.hidden = !fits;
    if (fits) shown += 1;
  }
  status.textContent = shown + ' of ' + paths.length + ' paths shown';
}
for (const field of [search, user, marked]) field.addEventListener('input', filter);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  }
  if (event.key === 'Escape') {
    search.value = '';
    user.value = '';
    marked.checked = false;
    filter();
  }
});
filter();
`;

export const style = `
:root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem; color: light-dark(#1f2328, #e6edf3); background: light-dark(#fff, #0d1117); }
h1 { margin: 0; font-size: 1.5rem; }
h2 { font-size: 1.15rem; }
header p { margin: .25rem 0; overflow-wrap: anywhere; }
search { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; position: sticky; top: 0; padding: .5rem 0; background: inherit; background: light-dark(#fff, #0d1117); border-bottom: 1px solid light-dark(#d0d7de, #30363d); }
search p { margin: 0; }
input[type=search], select { font: inherit; padding: .25rem .5rem; max-width: 16rem; }
input[type=checkbox] { width: 1.25rem; height: 1.25rem; vertical-align: middle; }
#paths { list-style: none; margin: 0; padding: 0; }
#paths > li { padding: .5rem 0; border-bottom: 1px solid light-dark(#d0d7de, #30363d); }
dl { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 1.5rem; margin: 0; }
dl > div + div::before { content: '→'; float: left; margin-left: -1.25rem; }
dt, small { font-size: .8rem; color: light-dark(#57606a, #9198a1); }
dd { margin: 0; overflow-wrap: anywhere; }
small { display: block; }
#paths ul { margin: .25rem 0 0; padding: 0; list-style: none; overflow-wrap: anywhere; }
#paths ul li { border-left: .3rem solid; padding-left: .5rem; margin: .15rem 0; }
.wide, .none { color: light-dark(#953800, #ffa657); }
.missing { color: light-dark(#a40e26, #ff7b72); }
.drifted { color: light-dark(#7d4e00, #e3b341); }
.unproven { color: light-dark(#57606a, #9198a1); }
.picture { overflow: auto; max-height: 80vh; border: 1px solid light-dark(#d0d7de, #30363d); }
:focus-visible { outline: 3px solid light-dark(#0969da, #58a6ff); outline-offset: 2px; }
@media (max-width: 45rem) {
  search { position: static; }
  dl { grid-template-columns: 1fr; gap: .25rem; }
  dl > div + div { padding-left: 1.25rem; }
}
@media print { search, details { display: none; } }
`;
