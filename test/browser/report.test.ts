import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { renderReport } from '../../src/report/index.ts';
import { type FixtureOptions, fixture } from '../report/fixture.ts';
import { seriesFixture } from '../report/series-fixture.ts';
import { findChromium, runChromium } from './chromium.ts';

const chromium = findChromium();
const folder = mkdtempSync(join(tmpdir(), 'clade-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LONG = 'a_column_with_a_name_of_forty_characters';
const CASES: Readonly<Record<string, FixtureOptions>> = {
  'one clustering': { rows: 600 },
  'two searched options': { searched: ['eps', 'minSamples'], segments: 8, rows: 1500 },
  'groups with long names': {
    groups: [`${LONG}_1`, `${LONG}_2`],
    rows: 200,
    featureName: (j) => `${LONG}${j}`,
  },
  '24 segments of 60 features': { segments: 24, features: 60, rows: 2000 },
  'nothing but noise': { segments: 0, features: 2, rows: 60 },
};
const WIDTHS = [390, 768, 1280, 1920];

interface Found {
  readonly width: number;
  readonly overflow: number;
  readonly clipped: readonly string[];
  readonly overlapping: readonly string[];
  readonly charts: number;
}

/** Runs in the page: which texts of charts leave their picture or lie on each other, and which heads of the profile table on their neighbours. */
const PROBE = `
addEventListener('load', () => {
  const clipped = [], overlapping = [];
  let charts = 0;
  for (const details of document.querySelectorAll('details')) details.open = true;
  for (const chart of document.querySelectorAll('svg.chart')) {
    const frame = chart.getBoundingClientRect();
    if (frame.width === 0) continue;
    charts++;
    const texts = [...chart.querySelectorAll('text')].filter((t) => t.textContent.trim() !== '');
    const boxes = texts.map((t) => t.getBoundingClientRect());
    const slack = 1 + frame.width / 400;
    boxes.forEach((box, i) => {
      const name = chart.getAttribute('aria-label').slice(0, 30) + ': ' + texts[i].textContent;
      if (box.left < frame.left - slack || box.right > frame.right + slack || box.top < frame.top - slack || box.bottom > frame.bottom + slack) clipped.push(name);
      for (let j = 0; j < i; j++) {
        const wide = Math.min(box.right, boxes[j].right) - Math.max(box.left, boxes[j].left);
        const tall = Math.min(box.bottom, boxes[j].bottom) - Math.max(box.top, boxes[j].top);
        if (wide > 1.5 && tall > 4) overlapping.push(name + ' / ' + texts[j].textContent);
      }
    });
  }
  for (const head of document.querySelectorAll('table.heat thead th')) {
    const range = document.createRange();
    range.selectNodeContents(head);
    const text = range.getBoundingClientRect(), cell = head.getBoundingClientRect();
    if (text.left < cell.left - 1 || text.right > cell.right - 4) overlapping.push('head: ' + head.textContent);
  }
  const overflow = document.documentElement.scrollWidth - innerWidth;
  parent.postMessage({ width: innerWidth, overflow, clipped, overlapping, charts }, '*');
});`;

/** The page in frames of several widths, with a probe in place of its own script. */
async function probe(page: string): Promise<Found[]> {
  const probed = page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace('</body>', `<script>${PROBE}</script></body>`);
  writeFileSync(join(folder, 'page.html'), probed);
  const frames = WIDTHS.map(
    (w) => `<iframe src="page.html" style="width:${w}px;height:900px"></iframe>`,
  );
  const collect = `const found = []; addEventListener('message', (m) => { found.push(m.data); document.getElementById('found').textContent = JSON.stringify(found); });`;
  const frame = join(folder, 'frame.html');
  writeFileSync(frame, `<script>${collect}</script><pre id="found"></pre>${frames.join('')}`);
  const dom = await runChromium(chromium!, frame, ['--dump-dom', '--virtual-time-budget=20000']);
  const text = /<pre id="found">([^<]*)<\/pre>/.exec(dom)![1];
  return JSON.parse(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

describe.skipIf(chromium === undefined)('report in a browser', () => {
  test.each(Object.entries(CASES))(
    'renderReport of %s clips no text, overlaps none and never scrolls sideways, 390 to 1920 px',
    async (_, options) => {
      const found = await probe(renderReport(await fixture(options)));
      expect(found.map(({ width }) => width).sort((a, b) => a - b)).toEqual(WIDTHS);
      for (const { width, overflow, clipped, overlapping, charts } of found) {
        expect({ width, clipped, overlapping }).toEqual({ width, clipped: [], overlapping: [] });
        expect(overflow, `sideways at ${width}`).toBeLessThanOrEqual(0);
        expect(charts).toBeGreaterThan(0);
      }
    },
  );

  test.each([
    ['a learned code', {}],
    ['a collapsed one', { collapsed: true }],
    ['a table with long names', { table: true, names: (j: number) => `${LONG}${j}` }],
  ])(
    'renderReport of %s clips no text, overlaps none and never scrolls sideways',
    async (_, options) => {
      const page = renderReport(await seriesFixture({ rows: 300, ...options }), {
        includeIds: true,
      });
      // Without the script the maps are the pictures that stand in for it.
      const still = page.replace(/<script>.*<\/script>/s, '');
      for (const { width, overflow, clipped, overlapping, charts } of [
        ...(await probe(page)),
        ...('table' in options ? await probe(still) : []),
      ]) {
        expect({ width, clipped, overlapping }).toEqual({ width, clipped: [], overlapping: [] });
        expect(overflow, `sideways at ${width}`).toBeLessThanOrEqual(0);
        expect(charts).toBeGreaterThan(0);
      }
    },
  );

  test('the probe notices type that is too large for its charts', async () => {
    const page = renderReport(await fixture({ rows: 200 }));
    const [found] = await probe(page.replaceAll('font-size="11"', 'font-size="22"'));
    expect(found.clipped.length).toBeGreaterThan(0);
    expect(found.overlapping.length).toBeGreaterThan(0);
  });

  test('renderReport runs its own script under its own policy: the theme button appears', async () => {
    const file = join(folder, 'plain.html');
    writeFileSync(file, renderReport(await fixture({ rows: 200 })));
    const dom = await runChromium(chromium!, file, ['--dump-dom']);
    expect(dom).toMatch(/<button id="theme" type="button">/);
    expect(dom).toContain('<button type="button">Rows</button>');
  });

  test('renderReport prints', async () => {
    const file = join(folder, 'print.html');
    const pdf = join(folder, 'print.pdf');
    writeFileSync(file, renderReport(await fixture({ rows: 200 })));
    await runChromium(chromium!, file, [`--print-to-pdf=${pdf}`, '--no-pdf-header-footer']);
    const pages = readFileSync(pdf, 'latin1').match(/\/Type\s*\/Page\b/g);
    expect(pages!.length).toBeGreaterThan(2);
    expect(pages!.length).toBeLessThan(16);
  });
});
