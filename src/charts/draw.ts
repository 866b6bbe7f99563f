import * as Plot from '@observablehq/plot';

/** What a chart needs of a document: the browser's own, or linkedom's in Node. */
export interface ChartDocument {
  createElementNS(namespace: string, name: string): unknown;
}

export interface Picture {
  /** One sentence that says what is to be seen; read aloud in place of the picture. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly plot: Plot.PlotOptions;
}

/** The little of an element that is needed here, so that no DOM types are. */
export interface SvgNode {
  readonly tagName: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly outerHTML: string;
  textContent: string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  append(...nodes: SvgNode[]): void;
  remove(): void;
  querySelectorAll(selector: string): Iterable<SvgNode>;
}

export type PixelScale = (value: unknown) => number;

/** Draws with the scales of a plot, where Plot has no mark for it. */
export type Painter = (scales: { readonly x: PixelScale; readonly y: PixelScale }) => SvgNode;

/** Sizes of type in charts, in pixels. */
export const TYPE = 11;

/** Geometry is rounded to a hundredth of a pixel: smaller files, the same bytes on every machine. */
const GEOMETRY = /^(d|x|y|x1|x2|y1|y2|cx|cy|r|dx|dy|width|height|transform|points)$/;

/**
 * One chart as SVG text. All charts go through here.
 *
 * Mends what Plot does that a report cannot have: labels on groups that may not carry one, a style
 * sheet per chart, pixels with fifteen digits.
 */
export function draw(document: ChartDocument, picture: Picture): string {
  const svg = Plot.plot({
    ...picture.plot,
    document: document as never,
    width: picture.width,
    height: picture.height,
    className: 'chart',
  }) as unknown as SvgNode;
  for (const style of [...svg.querySelectorAll('style')]) style.remove();
  for (const node of [...svg.querySelectorAll('*')]) {
    for (const { name, value } of [...node.attributes]) {
      if (name.startsWith('aria-')) node.removeAttribute(name);
      else if (GEOMETRY.test(name)) node.setAttribute(name, rounded(value));
    }
  }
  svg.removeAttribute('font-family');
  svg.setAttribute('class', 'chart');
  svg.setAttribute('font-size', String(TYPE));
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', picture.label);
  // Control characters may not stand in a document, whatever a name from the data holds.
  return svg.outerHTML.replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd');
}

/** A mark that paints by itself, with the plot's x and y scales. */
export function painted(paint: Painter): Plot.Markish {
  // A function among the marks is called with the scales and gives back an element.
  return ((_index: unknown, scales: { x: PixelScale; y: PixelScale }) => paint(scales)) as never;
}

/** An SVG element with attributes, and children or a text. */
export function svg(
  document: ChartDocument,
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly SvgNode[] | string = [],
): SvgNode {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag) as SvgNode;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (typeof content === 'string') node.textContent = content;
  else node.append(...content);
  return node;
}

/** A chart's own title: the name in bold, what belongs to it behind. */
export function titleLine(document: ChartDocument, title: string, note: string): SvgNode {
  return svg(document, 'text', { y: 12, 'text-anchor': 'start' }, [
    svg(document, 'tspan', { class: 'strong' }, title),
    svg(document, 'tspan', { dx: 6 }, note),
  ]);
}

/** Round dots as one path: a zero-length line per dot, a tenth of the bytes of circles. */
export function dots(
  document: ChartDocument,
  points: readonly (readonly [number, number])[],
  colour: string,
  size: number,
): SvgNode {
  const d = points.map(([x, y]) => `M${x.toFixed(1)},${y.toFixed(1)}h0`).join('');
  const look = { fill: 'none', stroke: colour, 'stroke-width': size, 'stroke-linecap': 'round' };
  return svg(document, 'path', { d, ...look });
}

function rounded(text: string): string {
  return text.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (number) =>
    String(Number(Number(number).toFixed(2))),
  );
}
