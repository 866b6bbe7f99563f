/** HTML that is safe to insert as it is. Everything else is text and gets escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | undefined | false | readonly Part[];

/** HTML from a template: inserted texts are escaped, also inside quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  let text = strings[0];
  for (let i = 0; i < parts.length; i++) text += render(parts[i]) + strings[i + 1];
  return new Markup(text);
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return escapeText(String(part));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"'\p{Cc}]/gu, (c) => ESCAPES[c] ?? (SPACES.includes(c) ? c : '\ufffd'));
}

/** The control characters that HTML allows; the others have no look, and U+0000 is an error. */
const SPACES = '\t\n\r';

/** A name from the data: kept apart from the direction of the text around it, cut when very long. */
export function name(text: string, longest = 90): Markup {
  const letters = [...text];
  if (letters.length <= longest) return html`<bdi>${text}</bdi>`;
  return html`<bdi title="${text}">${letters.slice(0, longest - 1).join('')}…</bdi>`;
}

/** A column name that may break after its underscores. */
export function breakable(text: string): Markup {
  const parts = [...text]
    .slice(0, 90)
    .join('')
    .split(/(?<=_)/);
  return html`<bdi>${parts.map((part, i) => html`${i > 0 ? new Markup('<wbr>') : ''}${part}`)}</bdi>`;
}
