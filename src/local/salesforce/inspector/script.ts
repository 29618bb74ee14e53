/**
 * The page's script. It requests the sections every second and replaces those that changed. Open details, scroll
 * positions and the focus stay. The HTML is from this server, with every value escaped.
 */
export const script = `'use strict';
const shown = {};
const live = document.getElementById('live');

const say = (text, ok) => {
  if (live.textContent !== text) live.textContent = text;
  live.classList.toggle('on', ok);
  live.classList.toggle('off', !ok);
};

const replace = (id, markup) => {
  const section = document.getElementById(id);
  if (section === null || shown[id] === markup) return;
  const known = new Map([...section.querySelectorAll('details')].map((one) => [one.dataset.key, one.open]));
  const focusable = 'summary, [tabindex="0"]';
  const focused = [...section.querySelectorAll(focusable)].indexOf(document.activeElement);
  const key = document.activeElement.closest?.('details')?.dataset.key;
  const scrolled = [...section.querySelectorAll('.scroll')].map((one) => [one.scrollLeft, one.scrollTop]);
  section.innerHTML = markup;
  shown[id] = markup;
  for (const one of section.querySelectorAll('details'))
    if (known.has(one.dataset.key)) one.open = known.get(one.dataset.key);
  [...section.querySelectorAll('.scroll')].forEach((one, n) => {
    if (scrolled[n]) [one.scrollLeft, one.scrollTop] = scrolled[n];
  });
  if (focused < 0) return;
  const same = key && section.querySelector('details[data-key="' + CSS.escape(key) + '"] > summary');
  (same || section.querySelectorAll(focusable)[focused])?.focus({ preventScroll: true });
};

const refresh = async () => {
  try {
    const response = await fetch('/local-org/inspector', { signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(String(response.status));
    const { sections } = await response.json();
    for (const [id, markup] of Object.entries(sections)) replace(id, markup);
    say('live', true);
  } catch {
    say('not running: what is shown is from before', false);
  }
};

const again = async () => {
  if (!document.hidden) await refresh();
  setTimeout(again, 1000);
};
document.addEventListener('visibilitychange', () => document.hidden || refresh());
again();
`;
