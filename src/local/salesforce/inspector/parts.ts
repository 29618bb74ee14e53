import { html } from 'hono/html';

/** Markup in which every value is escaped; it may have to be awaited. */
export type Html = ReturnType<typeof html>;

export type Tone = 'good' | 'warn' | 'bad' | 'calm';

const SIGNS: Readonly<Record<Tone, string>> = { good: '✓', warn: '○', bad: '✕', calm: '·' };

/** A state in words, with a sign and a colour: colour alone says nothing. */
export const badge = (tone: Tone, text: string): Html =>
  html`<span class="badge ${tone}"><span aria-hidden="true">${SIGNS[tone]}</span> ${text}</span>`;

export const empty = (what: string, then: Html | string = ''): Html =>
  html`<p class="empty">${what} ${then}</p>`;

export const more = (count: number, what: string): Html | string =>
  count > 0 ? html`<p class="empty">${count} more ${what} are not shown.</p>` : '';

/** A table that scrolls by itself where it is too wide, by keyboard too. */
export const table = (label: string, heads: readonly string[], rows: readonly Html[]): Html => html`
  <div class="scroll" role="group" aria-label="${label}" tabindex="0">
    <table>
      <thead>
        <tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
      </thead>
      <tbody>${rows}</tbody>
    </table>
  </div>
`;

/** A moment as rows carry it or in milliseconds, for people: `2026-11-22 19:00:00`, in UTC. */
export const moment = (value: string | number): string => {
  const date = new Date(typeof value === 'number' ? value : value.replace('+0000', 'Z'));
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 19).replace('T', ' ');
};
