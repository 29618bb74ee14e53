import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const packages = fileURLToPath(new URL('../node_modules/', import.meta.url));
const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const index = `${docs}README.md`;

export default defineConfig({
  title: 'keyway',
  description: 'Named credentials and Shield keys of Salesforce orgs, from one file.',
  lang: 'en',
  srcDir: docs,
  outDir: fileURLToPath(new URL('../dist/', import.meta.url)),
  cacheDir: fileURLToPath(new URL('../node_modules/.cache/vitepress/', import.meta.url)),
  rewrites: { 'README.md': 'index.md' },
  cleanUrls: true,
  // Files beside docs/ are part of the package, not of the site: they are shown as text.
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      md.core.ruler.push('outside', withoutLinksOutside);
      md.core.ruler.push('headers', withoutEmptyHeaders);
    },
  },
  // The pages are beside this folder, and so not where its packages are found.
  vite: {
    resolve: {
      alias: [
        { find: /^vue$/, replacement: `${packages}vue/dist/vue.runtime.esm-bundler.js` },
        { find: /^vue\/server-renderer$/, replacement: `${packages}vue/server-renderer/index.mjs` },
      ],
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    docFooter: { prev: false, next: false },
  },
});

/** The lists of the index, by their headings: a page that they don't name goes last, so that none is lost. */
function sidebar() {
  const groups = [];
  for (const line of existsSync(index) ? readFileSync(index, 'utf8').split('\n') : []) {
    const heading = /^## (.+)/.exec(line)?.[1];
    if (heading !== undefined) groups.push({ text: heading, items: [] });
    const [, text, page] = /^[-*] \[([^\]]+)\]\(([\w/-]+)\.md\)/.exec(line) ?? [];
    if (page !== undefined) groups.at(-1)?.items.push({ text, link: `/${page}` });
  }
  const listed = new Set(groups.flatMap(({ items }) => items.map(({ link }) => link)));
  const others = readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && path !== 'README.md')
    .map((path) => `/${path.slice(0, -'.md'.length)}`)
    .filter((link) => !listed.has(link))
    .sort()
    .map((link) => ({ text: titleOf(link), link }));
  if (others.length > 0) groups.push({ text: groups.length > 0 ? 'More' : 'Pages', items: others });
  return groups.filter(({ items }) => items.length > 0);
}

function titleOf(link) {
  return /^# (.+)/m.exec(readFileSync(`${docs}${link.slice(1)}.md`, 'utf8'))?.[1] ?? link;
}

function withoutLinksOutside(state) {
  for (const token of state.tokens) {
    let outside = false;
    token.children = (token.children ?? []).filter((child) => {
      if (child.type === 'link_open') {
        outside = isOutside(child.attrGet('href') ?? '', state.env.relativePath ?? '');
        return !outside;
      }
      if (child.type !== 'link_close') return true;
      const isKept = !outside;
      outside = false;
      return isKept;
    });
    if (token.children.length === 0 && token.type !== 'inline') token.children = null;
  }
}

/** A column without a title has a cell above it, and no heading that says nothing. */
function withoutEmptyHeaders({ tokens }) {
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'th_open' || tokens[index + 1]?.content !== '') continue;
    const end = tokens.findIndex(({ type }, at) => at > index && type === 'th_close');
    token.tag = 'td';
    tokens[end].tag = 'td';
  }
}

/** `../templates/ci/gitlab-ci.yml` of a page in docs/ itself. */
function isOutside(href, page) {
  const depth = page.split('/').length - 1;
  const up = /^(?:\.\.\/)*/.exec(href)?.[0].length / 3;
  return up > depth;
}
