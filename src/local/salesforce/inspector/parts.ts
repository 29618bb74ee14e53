import { html } from 'hono/html';

/** HTML in which every value is escaped. It may be a promise. */
export type Html = ReturnType<typeof html>;

export type Tone = 'good' | 'warn' | 'bad' | 'calm';

const SIGNS: Readonly<Record<Tone, string>> = { good: '✓', warn: '○', bad: '✕', calm: '·' };

/** A state in words, with a symbol and a colour, because colour alone isn't accessible. */
export const badge = (tone: Tone, text: string): Html =>
  html`<span class="badge ${tone}"><span aria-hidden="true">${SIGNS[tone]}</span> ${text}</span>`;

export const empty = (what: string, then: Html | string = ''): Html =>
  html`<p class="empty">${what} ${then}</p>`;

export const more = (count: number, what: string): Html | string =>
  count > 0 ? html`<p class="empty">${count} more ${what} are not shown.</p>` : '';

/** A table that scrolls horizontally if it is too wide, also by keyboard. */
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

/** A time, as in rows or in milliseconds, for people: `2026-11-22 19:00:00`, in UTC. */
export const moment = (value: string | number): string => {
  const date = new Date(typeof value === 'number' ? value : value.replace('+0000', 'Z'));
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 19).replace('T', ' ');
};
