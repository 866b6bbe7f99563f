import { createHash } from 'node:crypto';
import { html, Markup, name } from './markup.ts';
import { pageStyles } from './page-styles.ts';

export interface Page {
  /** 'clade report'. */
  readonly brand: string;
  readonly title: string;
  /** What stands small below the title. */
  readonly line: Markup;
  readonly navigation: readonly Markup[];
  readonly parts: readonly Markup[];
  readonly script: string;
  /** Of clade; empty when not known. */
  readonly version: string;
}

/** A whole page: one file that asks for nothing. */
export function pageShell({
  brand,
  title,
  line,
  navigation,
  parts,
  script,
  version,
}: Page): Markup {
  // The policy forbids every request and every script but this one, also if an escape were missing.
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${new Markup(pageStyles())}</style></head>
<body><header class="page"><div class="top"><div><div class="brand">${brand}</div><h1>${name(title)}</h1><p class="muted small">${line}</p></div><button id="theme" type="button" hidden>Light / dark</button></div>
<nav aria-label="Sections">${navigation}</nav></header>
<main>${parts}</main>
<footer class="page">One file, no network. Made by clade ${version}.</footer>
<script>${new Markup(script)}</script></body></html>
`;
}

/** A link to a part of the page. */
export function partLink(id: string, text: Markup | string): Markup {
  return html`<a href="#${id}">${text}</a>`;
}
