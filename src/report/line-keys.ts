import { html, Markup } from './markup.ts';

/** One kind of line, or band, of the pictures of a panel. */
export interface LineKey {
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  readonly width: number;
  readonly dash?: string;
  readonly opacity?: number;
  /** A filled strip instead of a line. */
  readonly band?: boolean;
}

/** What the lines of small pictures are, as a list with a stroke of each. */
export function lineKeys(keys: readonly LineKey[]): Markup {
  return html`<ul class="linekeys">${keys.map(
    ({ name, ...look }) => html`<li>${stroke(look)}<span>${name}</span></li>`,
  )}</ul>`;
}

function stroke({ colour, width, dash, opacity = 1, band = false }: Omit<LineKey, 'name'>): Markup {
  const look = band
    ? `<rect y="1" width="26" height="10" fill="${colour}" fill-opacity="${opacity}"/>`
    : `<path d="M0,6H26" stroke="${colour}" stroke-width="${width}" stroke-opacity="${opacity}"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/>`;
  return new Markup(`<svg width="26" height="12" aria-hidden="true">${look}</svg>`);
}
