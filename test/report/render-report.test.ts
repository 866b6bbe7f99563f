import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { type ReportData, renderReport } from '../../src/report/index.ts';
import { fixture } from './fixture.ts';
import { seriesFixture, withTabs } from './series-fixture.ts';

const BASE = await fixture();
const PAGE = renderReport(BASE);
const open = (page: string) => parseHTML(page).document;
const clone = (data: ReportData): ReportData => JSON.parse(JSON.stringify(data));

test('renderReport gives the same bytes for the same data, also after a round trip through JSON', () => {
  expect(renderReport(clone(BASE))).toBe(renderReport(BASE));
});

test('renderReport orders its parts: verdict, data, segments, map, choice, method', () => {
  const heads = [...open(PAGE).querySelectorAll('h2')].map((h) => h.textContent);
  expect(heads).toEqual([
    'Verdict',
    'Data',
    'Segments',
    'Map',
    'How it was chosen',
    'Method and limits',
  ]);
});

test('renderReport makes no request: no address but anchors, and a policy that forbids the rest', () => {
  const page = PAGE;
  expect(page).not.toMatch(/(?:href|src)="(?!#)/);
  expect(page).not.toMatch(/url\(|@import|https?:\/\/(?!www\.w3\.org\/)/);
  expect(page).toContain("default-src 'none'");
});

test('renderReport shows no key unless asked for', () => {
  expect(PAGE).not.toContain('secret-user');
  expect(renderReport(BASE, { includeIds: true })).toContain('secret-user-0-');
});

test('renderReport gives every panel a “how to read this” and every chart one sentence', () => {
  const document = open(PAGE);
  const panels = [...document.querySelectorAll('section.panel')].filter((p) =>
    p.querySelector('h3'),
  );
  expect(panels.length).toBeGreaterThan(8);
  for (const panel of panels) expect(panel.querySelector('.read')).not.toBeNull();
  const charts = [...document.querySelectorAll('svg')];
  expect(charts.length).toBeGreaterThan(12);
  for (const chart of charts) {
    expect(chart.getAttribute('role')).toBe('img');
    expect(chart.getAttribute('aria-label')).toMatch(/\.$/);
    expect(chart.querySelector('[aria-label]')).toBeNull();
    expect(chart.querySelector('style')).toBeNull();
  }
});

test('renderReport puts the values of the sizes chart in its table', () => {
  const document = open(PAGE);
  const panel = [...document.querySelectorAll('section.panel')].find(
    (p) => p.querySelector('h3')?.textContent === 'Sizes',
  )!;
  const cells = [...panel.querySelectorAll('details tbody tr')].map((row) =>
    Number([...row.querySelectorAll('td')][2].textContent),
  );
  const { segments, noise } = BASE.groups[0].explanation;
  expect(cells).toEqual([...segments.map(({ rows }) => rows), noise!.rows]);
});

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '\u202eright to left\u202c مرحبا',
  '👩‍👩‍👧 & <b>bold</b>',
  'x'.repeat(300),
  '\u0000\u0007bell',
];

test('renderReport shows hostile names as text', async () => {
  const data = await fixture({
    title: HOSTILE[0],
    groups: HOSTILE,
    rows: 80,
    segments: 2,
    featureName: (j) => HOSTILE[j],
  });
  const page = renderReport(data, { includeIds: true });
  const document = open(page);
  expect(document.querySelectorAll('script').length).toBe(1);
  expect(
    document.querySelectorAll('img, b').length - document.querySelectorAll('.read b').length,
  ).toBe(0);
  expect(document.querySelectorAll('[onmouseover], [onerror]').length).toBe(0);
  expect(document.querySelector('h1')!.textContent).toBe(HOSTILE[0]);
  expect(page).not.toContain('\u0000');
  expect(page.length).toBeLessThan(1_500_000);
});

test('renderReport stays within 1.5 MB for 24 segments of 60 features', async () => {
  const data = await fixture({ segments: 24, features: 60, rows: 3000 });
  expect(Buffer.byteLength(renderReport(data))).toBeLessThan(1_500_000);
});

test('renderReport with many groups gives a table of groups first and one section each', async () => {
  const names = Array.from({ length: 30 }, (_, i) => `api ${i}`);
  const data = await fixture({ groups: names, rows: 120, segments: 3 });
  const page = renderReport(data);
  const document = open(page);
  expect(document.querySelectorAll('.group').length).toBe(30);
  expect(document.querySelectorAll('#group-30').length).toBe(1);
  expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
});

test('renderReport refuses a page over 10 MB and says what to do', () => {
  const data = { ...BASE, limits: Array.from({ length: 50 }, () => 'x'.repeat(250_000)) };
  expect(() => renderReport(data)).toThrow(/must stay under 10 MB, got 1\d\.\d MB.*Report fewer/);
});

test('renderReport of nothing but noise says that there are no segments', async () => {
  const page = renderReport(await fixture({ segments: 0, features: 2, rows: 40 }));
  expect(open(page).querySelector('.verdict')!.textContent).toContain('No segments were found');
});

test('renderReport of one segment says that it cannot be scored', async () => {
  const page = renderReport(await fixture({ segments: 1, features: 2, rows: 60 }));
  expect(open(page).querySelector('.verdict')!.textContent).toContain('cannot be scored');
});

test('renderReport without a search names the options that the study gave', () => {
  const [group] = BASE.groups;
  const search = {
    ...group.search!,
    searched: [],
    points: group.search!.points.slice(0, 1),
    chosen: 0,
    runnersUp: [],
  };
  for (const given of [null, search]) {
    const page = renderReport({ ...BASE, groups: [{ ...group, search: given }] });
    expect(page).toContain('given by the study, not searched');
  }
});

test('renderReport of groups without two segments says that there is no division', async () => {
  const data = await fixture({ groups: ['a', 'b', 'c'], segments: 1, rows: 60, features: 3 });
  const verdict = open(renderReport(data)).querySelector('.verdict')!.textContent;
  expect(verdict).toContain('In 3 of 3 groups fewer than two segments were found');
});

const LEARNED = await seriesFixture({ rows: 300 });
const LEARNED_PAGE = renderReport(LEARNED);

test('renderReport of a learned code says what the gate found, first and in its section', () => {
  const document = open(LEARNED_PAGE);
  expect(document.querySelector('#verdict')!.textContent).toContain('earned its place');
  const heads = [...document.querySelectorAll('section.panel h3')].map((h) => h.textContent);
  expect(heads).toEqual(
    expect.arrayContaining([
      'Typical series',
      'Strangest series',
      'Agreement with given groups',
      'Maps',
      'Did the learned code earn its place?',
      'Training',
      'Reconstructions',
      'Errors',
      'Strangest rows',
    ]),
  );
});

test('renderReport shows no key beside reconstructions unless asked for', () => {
  expect(LEARNED_PAGE).not.toContain('secret-series');
  expect(renderReport(LEARNED, { includeIds: true })).toContain('secret-series-');
});

test('renderReport draws the elbow beside the criterion and says that it decides nothing', () => {
  const document = open(LEARNED_PAGE);
  const panel = [...document.querySelectorAll('section.panel')].find(
    (p) => p.querySelector('h3')?.textContent === 'How the options were chosen',
  )!;
  expect(panel.textContent).toContain('The elbow decides nothing');
  // 9000 ÷ k^0.8 from 2 to 13: by hand, the chord is farthest above it at 5.
  expect(panel.textContent).toContain('is at 5, and moves');
  expect(panel.textContent).toContain('The number was chosen by Silhouette.');
  const [group] = LEARNED.groups;
  const without = { ...group, search: { ...group.search!, inertias: undefined } };
  expect(renderReport({ ...LEARNED, groups: [without] })).not.toContain('elbow');
});

test('renderReport shows a declared segment with its rule, whether or not it is profiled', () => {
  const [group] = LEARNED.groups;
  const outside = open(LEARNED_PAGE);
  const cards = [...outside.querySelectorAll('.card')].map((card) => card.textContent);
  expect(cards.at(-1)).toMatch(/S4No activity\s61 users/);
  expect(cards.at(-1)).toContain('every value of usage is 0');
  const declared = [{ ...group.declared![0], segment: 3 }];
  const inside = open(renderReport({ ...LEARNED, groups: [{ ...group, declared }] }));
  const cardsInside = [...inside.querySelectorAll('.card')].map((card) => card.textContent);
  expect(cardsInside.length).toBe(cards.length - 1);
  expect(cardsInside[3]).toContain('every value of usage is 0');
});

test('renderReport of a collapsed net says so in the verdict and beside the losses', async () => {
  const page = renderReport(await seriesFixture({ rows: 200, steps: 60, collapsed: true }));
  const document = open(page);
  expect(document.querySelector('#verdict')!.textContent).toContain(
    'Training of the code collapsed',
  );
  const findings = [...document.querySelectorAll('.finding.bad')].map((p) => p.textContent);
  expect(findings[0]).toMatch(/^✗ .*did not earn its place/);
  expect(findings[1]).toMatch(/^Training collapsed\..*does not beat it/);
});

test('renderReport shows names of columns and levels in its views as text', async () => {
  const data = await seriesFixture({
    rows: 200,
    table: true,
    names: (j) => HOSTILE[j % HOSTILE.length],
  });
  const document = open(renderReport(data, { includeIds: true }));
  expect(document.querySelectorAll('script').length).toBe(1);
  expect(document.querySelectorAll('img, [onmouseover], [onerror]').length).toBe(0);
  const options = [...document.querySelectorAll('.view option')].map((o) => o.textContent);
  expect(options).toContain(HOSTILE[0]);
});

test('renderReport of a learned code stays within 700 kB for 5,000 users of 579 days', async () => {
  const page = renderReport(await seriesFixture({ rows: 5000 }));
  expect(Buffer.byteLength(page)).toBeLessThan(700_000);
}, 20_000);

test('renderReport carries the script of the views only where there are views', () => {
  const [group] = BASE.groups;
  expect(renderReport({ ...BASE, groups: [{ ...group, embedding: undefined }] })).not.toContain(
    'requestAnimationFrame',
  );
  expect(LEARNED_PAGE).toContain('requestAnimationFrame');
});

test('renderReport of a mixed table shows levels and words, also among the first of a card', async () => {
  const document = open(renderReport(await seriesFixture({ rows: 200, table: true })));
  const panel = [...document.querySelectorAll('section.panel')].find(
    (p) => p.querySelector('h3')?.textContent === 'Levels and words by segment',
  )!;
  const first = panel.querySelector('.cells')!;
  expect(first.textContent).toMatch(/brand.*Apple.*99 %.*2 %.*title, words.*renewed/);
  expect(first.querySelectorAll('tbody th').length).toBe(2);
  expect(document.querySelector('.card .effects')!.textContent).toContain('Apple99 % vs 2 %');
});

test('renderReport tables the medians that it draws, at eight times', () => {
  const document = open(LEARNED_PAGE);
  const panel = [...document.querySelectorAll('section.panel')].find(
    (p) => p.querySelector('h3')?.textContent === 'Typical series',
  )!;
  const heads = [...panel.querySelectorAll('thead th')].map((th) => th.textContent);
  expect([heads.length, heads[2], heads[9]]).toEqual([10, '2020-06-01', '2021-12-20']);
  const { segments } = LEARNED.groups[0].series!;
  // Tenth, median and ninety percent, and the barycentre, which noise has none of.
  expect(panel.querySelectorAll('tbody tr').length).toBe(4 * segments.length);
  const cells = [...panel.querySelectorAll('tbody tr')[1].querySelectorAll('td')];
  expect(Number(cells[2].textContent)).toBeCloseTo(segments[0].median[0]!, 4);
});

/** The panel of a page that has this title. */
function panelOf(page: ReturnType<typeof open>, title: string) {
  return [...page.querySelectorAll('section.panel')].find(
    (p) => p.querySelector('h3')?.textContent === title,
  )!;
}

test('renderReport names every line of the typical series and says what the barycentre was made of', () => {
  const panel = panelOf(open(LEARNED_PAGE), 'Typical series');
  const keys = [...panel.querySelectorAll('.linekeys li')].map((li) => li.textContent);
  expect(keys.slice(0, 2)).toEqual(['barycentre', 'median']);
  expect(keys).toContain('medoid, a real one');
  expect(panel.querySelector('.read')!.textContent).toContain('made of at most 100 of a segment');
  const [group] = LEARNED.groups;
  const { centres: _, ...series } = group.series!;
  const segments = series.segments.map(({ centre: __, medoid: ___, ...rest }) => rest);
  const plain = renderReport({
    ...LEARNED,
    groups: [{ ...group, series: { ...series, segments } }],
  });
  expect(panelOf(open(plain), 'Typical series').textContent).not.toContain('barycentre');
});

test('renderReport gives each channel a row of pictures under its name', () => {
  const [group] = LEARNED.groups;
  const series = { ...group.series!, channel: 'left <b>' };
  const otherChannels = [{ ...group.series!, channel: 'right' }];
  const page = open(renderReport({ ...LEARNED, groups: [{ ...group, series, otherChannels }] }));
  const panel = panelOf(page, 'Typical series');
  const heads = [...panel.querySelectorAll('h4.channel')].map((h) => h.textContent);
  expect(heads).toEqual(['left <b>', 'right']);
  expect(panel.querySelectorAll('svg[role=img]').length).toBe(2 * series.segments.length);
});

test('renderReport of series of different lengths says where lines and bands end', () => {
  const [group] = LEARNED.groups;
  const segments = group.series!.segments.map((own, i) => ({
    ...own,
    lengths: [40 + i, 579] as const,
  }));
  const page = renderReport({
    ...LEARNED,
    groups: [{ ...group, series: { ...group.series!, segments } }],
  });
  const text = panelOf(open(page), 'Typical series').textContent;
  expect(text).toContain('fewer than a quarter');
  expect(text).toContain('S0 40 to 579');
});

test('renderReport shows the strangest series with what sets each apart, and keys only when asked for', () => {
  const panel = panelOf(open(LEARNED_PAGE), 'Strangest series');
  expect(panel.querySelectorAll('.fours svg[role=img]').length).toBe(12);
  const rows = [...panel.querySelectorAll('tbody tr')].map((tr) => tr.textContent);
  expect(rows.length).toBe(12);
  expect(rows[0]).toMatch(/^1S\d|^1none/);
  expect(rows.some((row) => /(above|below) (from|at) 20\d\d/.test(row))).toBe(true);
  expect(panel.textContent).not.toContain('secret-series');
  const keyed = panelOf(open(renderReport(LEARNED, { includeIds: true })), 'Strangest series');
  expect(keyed.querySelector('tbody tr')!.textContent).toContain('secret-series-');
});

test('renderReport tables segments by given group, with shares of both and the rest at the end', () => {
  const panel = panelOf(open(LEARNED_PAGE), 'Agreement with given groups');
  const { table } = LEARNED.groups[0].agreement[0];
  const [, cross] = [...panel.querySelectorAll('table')];
  const heads = [...cross.querySelectorAll('thead th')].map((th) => th.textContent);
  expect(heads).toEqual(['Segment', ...table!.groups.map(({ name }) => name), 'All', 'Purity']);
  const cell = cross.querySelector('tbody td')!;
  const count = table!.counts[0][0];
  expect(cell.textContent.startsWith(String(count))).toBe(true);
  expect(cross.querySelectorAll('tbody tr').length).toBe(table!.segments.length);
  expect(panel.textContent).toContain('rows without a value in the column are not counted');
});

test('renderReport of a variational encoder draws reconstruction and divergence apart, with the warm-up', () => {
  const { representation } = LEARNED;
  const training = representation!.training!;
  const epochs = training.epochs.map((epoch, e) => ({
    ...epoch,
    parts: {
      reconstruction: epoch.train - 0.001,
      divergence: 2 + e / 10,
      weight: Math.min(1, e / 10) * 0.5,
    },
  }));
  const page = renderReport({
    ...LEARNED,
    representation: { ...representation!, training: { ...training, epochs } },
  });
  const panel = panelOf(open(page), 'Training');
  expect(panel.textContent).toContain('0.5, full from epoch 11');
  expect(panel.textContent).toContain(`${(2 + training.best / 10).toFixed(1)} nats per series`);
  const heads = [...panel.querySelectorAll('details th')].map((th) => th.textContent);
  expect(heads).toEqual([
    'Epoch',
    'Training',
    'Reconstruction',
    'Divergence',
    'Its weight',
    'Held out',
    'Weights',
  ]);
  expect(panel.querySelectorAll('svg[aria-label^="Divergence"]').length).toBe(2);
  expect(panelOf(open(LEARNED_PAGE), 'Training').textContent).not.toContain('nats');
});

test('renderReport has a switch only between maps that are told apart, in controls that the script shows', () => {
  const [group] = LEARNED.groups;
  expect(open(LEARNED_PAGE).querySelector('.tabs')).toBeNull();
  const page = open(renderReport(withTabs(LEARNED)));
  const radios = [...page.querySelectorAll('.controls[hidden] .tabs input[type=radio]')];
  expect(radios.map((radio) => radio.getAttribute('value'))).toEqual(['PCA', 'Three axes']);
  expect(page.querySelector('.tabs legend')!.textContent).toBe('Map');
  // Two flat maps share a tab and stand side by side; the third has the whole width of its own.
  const figures = [...page.querySelectorAll('.space')];
  expect(figures.map((f) => [f.getAttribute('data-tab'), f.classList.contains('whole')])).toEqual([
    ['PCA', false],
    ['PCA', false],
    ['Three axes', true],
  ]);
  expect(group.embedding!.spaces.length).toBe(3);
});

test('renderReport joins columns that differ in nothing but their name to one line', () => {
  const column = (name: string, missing = 0) => ({
    name,
    type: 'number',
    role: 'value',
    missing,
    distinct: null,
    notes: [],
  });
  const columns = [
    column('id', 3),
    ...Array.from({ length: 140 }, (_, t) => column(`t${t}`)),
    ...['a', 'b'].map((name) => column(name, 1)),
  ];
  const page = renderReport({ ...BASE, source: { ...BASE.source, columns } });
  const panel = panelOf(open(page), 'Columns');
  const names = [...panel.querySelectorAll('tbody th')].map((th) => th.textContent);
  expect(names).toEqual(['id', 't0 … t139 (140)', 'a', 'b']);
  expect(panel.textContent).toContain('143 that features may be made of');
});
