import { html, Markup } from './markup.ts';

export interface Panel {
  readonly title: string;
  /** One line on what is shown. */
  readonly meaning: string;
  readonly body: Markup | readonly Markup[];
  /** How to read this, in one or two sentences. */
  readonly read: string;
  /** May be cut by the end of a printed page. */
  readonly long?: boolean;
}

/** A framed part of the page. */
export function panel({ title, meaning, body, read, long }: Panel): Markup {
  return html`<section class="panel${long ? ' long' : ''}"><div class="head"><h3>${title}</h3><p class="muted small">${meaning}</p></div>
${body}
<p class="read"><b>How to read this.</b> ${read}</p></section>
`;
}

/** The same chart for wide and for narrow screens; the page shows one of them. */
export function twoWidths(chart: (width: number) => string, wide: number, narrow = 330): Markup {
  return html`<div class="wide">${trusted(chart(wide))}</div><div class="narrow">${trusted(chart(narrow))}</div>`;
}

/** SVG from charts/: its texts were escaped when it was made. */
export function trusted(svg: string): Markup {
  return new Markup(svg);
}
