/** @typedef {{ way: string, set: string, seed: number, ari: number, nmi: number, seconds: number, clusters: number }} Kept */

/** ARI that others published for k-Shape on training and test series together. */
const PUBLISHED = {
  CBF: '0.67–0.73',
  ECG200: '0.20–0.22',
  ECG5000: '0.52–0.53',
  Plane: '0.78–0.85',
  PowerCons: '0.18–0.30',
  SmallKitchenAppliances: '0.02',
  SyntheticControl: '0.57',
  Trace: '0.57–0.66',
};

/**
 * Prints the tables of docs/series-study.md.
 *
 * @param {Kept[]} runs
 * @param {string[]} sets
 * @param {string} against the way that wins and losses are counted against
 * @param {number} tie
 */
export function printTables(runs, sets, against, tie) {
  const among = runs.filter(({ set }) => sets.includes(set));
  const names = [...new Set(among.map(({ way }) => way))];
  const ucr = sets.filter((set) => set !== 'ECG5000');
  const known = names.filter((way) => !way.startsWith('unknown k'));
  const of = (/** @type {string} */ way, /** @type {string} */ set) =>
    among.filter((run) => run.way === way && run.set === set);
  const whole = (/** @type {string} */ way) => ucr.every((set) => of(way, set).length > 0);
  if (ucr.length > 0) {
    const lines = known.filter(whole).map((way) => {
      const [wins, losses] = [1, -1].map(
        (sign) =>
          ucr.filter(
            (set) => sign * (mean(of(way, set), 'ari') - mean(of(against, set), 'ari')) > tie,
          ).length,
      );
      const seeds = Math.min(...ucr.map((set) => of(way, set).length));
      return {
        ari: meanOf(ucr, (set) => mean(of(way, set), 'ari')),
        cells: [
          way,
          ...['ari', 'nmi'].map((key) => {
            const bySeed = Array.from({ length: seeds }, (_, seed) =>
              meanOf(ucr, (set) => of(way, set)[seed][/** @type {'ari' | 'nmi'} */ (key)]),
            );
            const all = meanOf(ucr, (set) =>
              mean(of(way, set), /** @type {'ari' | 'nmi'} */ (key)),
            );
            return `${all.toFixed(3)}${seeds > 1 ? ` ± ${spread(bySeed).toFixed(3)}` : ''}`;
          }),
          way === against ? '' : `${wins}–${losses}–${ucr.length - wins - losses}`,
          String(seeds),
          ucr.reduce((sum, set) => sum + mean(of(way, set), 'seconds'), 0).toFixed(0),
        ],
      };
    });
    lines.sort((a, b) => b.ari - a.ari);
    print(
      `${ucr.length} UCR sets`,
      ['way', 'ARI', 'NMI', `W–L–T against ${against}`, 'seeds', 'processor seconds, all sets'],
      lines.map(({ cells }) => cells),
    );
    halves(known.filter(whole), ucr, (way, set) => mean(of(way, set), 'ari'));
  }
  const ecg = known.filter((way) => of(way, 'ECG5000').length > 0 && sets.includes('ECG5000'));
  if (ecg.length > 0) {
    const lines = ecg.map((way) => {
      const all = of(way, 'ECG5000');
      const show = (/** @type {'ari' | 'nmi'} */ key) =>
        `${mean(all, key).toFixed(3)}${all.length > 1 ? ` ± ${spread(all.map((run) => run[key])).toFixed(3)}` : ''}`;
      const seconds = mean(all, 'seconds').toFixed(1);
      return [way, show('ari'), show('nmi'), String(all.length), seconds];
    });
    lines.sort((a, b) => Number.parseFloat(b[1]) - Number.parseFloat(a[1]));
    print('ECG5000, k = 5', ['way', 'ARI', 'NMI', 'seeds', 'processor seconds'], lines);
  }
  const shape = sets.filter((set) => of('KShape', set).length > 0 && set in PUBLISHED);
  if (shape.length > 0) {
    print(
      'k-Shape beside published figures, ARI',
      ['set', 'ours', 'published'],
      shape.map((set) => {
        const all = of('KShape', set).map(({ ari }) => ari);
        const text = `${(all.reduce((a, b) => a + b, 0) / all.length).toFixed(2)} (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})`;
        return [set, text, PUBLISHED[/** @type {keyof typeof PUBLISHED} */ (set)]];
      }),
    );
  }
  const unknown = names.filter((way) => way.startsWith('unknown k'));
  const seen = sets.filter((set) => unknown.every((way) => of(way, set).length > 0));
  if (unknown.length > 0 && seen.length > 0) {
    const truth = (/** @type {string} */ set) => of(against, set)[0]?.clusters ?? Number.NaN;
    const lines = unknown.map((way) => {
      const picked = (/** @type {string} */ set) =>
        meanOf(of(way, set), ({ clusters }) => clusters);
      const near = (/** @type {number} */ most) =>
        String(seen.filter((set) => Math.abs(picked(set) - truth(set)) <= most).length);
      const ari = meanOf(seen, (set) => mean(of(way, set), 'ari')).toFixed(3);
      const nmi = meanOf(seen, (set) => mean(of(way, set), 'nmi')).toFixed(3);
      return [way, ari, nmi, near(0), near(1)];
    });
    const head = ['way', 'ARI', 'NMI', 'k right', 'k right or one off'];
    print(`Number of clusters not known, ${seen.length} sets`, head, lines);
  }
  const tried = sets.filter((set) => of(against, set).length > 0);
  const columns = ['raw → KMeans', 'KShape', 'RandomConvolutions → KMeans', against];
  const picked = (/** @type {string} */ set) =>
    of(`unknown k: ${against}`, set).map(({ clusters }) => clusters);
  print(
    'By set: ARI',
    ['set', 'classes', ...columns, 'k picked'],
    tried.map((set) => [
      set,
      String(of(against, set)[0].clusters),
      ...columns.map((way) =>
        of(way, set).length === 0 ? '' : mean(of(way, set), 'ari').toFixed(2),
      ),
      [...new Set(picked(set))].join(', '),
    ]),
  );
}

/** What choosing on one half of the sets gives on the other. */
function halves(
  /** @type {string[]} */ ways,
  /** @type {string[]} */ sets,
  /** @type {(way: string, set: string) => number} */ score,
) {
  if (sets.length < 4 || ways.length < 2) return;
  const parts = [0, 1].map((odd) => sets.filter((_, i) => i % 2 === odd));
  const lines = parts.map((choose, i) => {
    const confirm = parts[1 - i];
    const on = (/** @type {string[]} */ half) => (/** @type {string} */ way) =>
      meanOf(half, (set) => score(way, set));
    const ranked = (/** @type {string[]} */ half) =>
      [...ways].sort((a, b) => on(half)(b) - on(half)(a));
    const best = ranked(choose)[0];
    const figures = [on(choose)(best), on(confirm)(best)].map((value) => value.toFixed(3));
    const place = ranked(confirm).indexOf(best) + 1;
    return [`${i === 0 ? 'odd' : 'even'} places`, best, ...figures, `${place} of ${ways.length}`];
  });
  const head = [
    'chosen on',
    'way',
    'ARI there',
    'ARI on the other half',
    'place on the other half',
  ];
  print('Choosing on half of the sets', head, lines);
}

const mean = (/** @type {Kept[]} */ runs, /** @type {'ari' | 'nmi' | 'seconds'} */ key) =>
  meanOf(runs, (run) => run[key]);

/**
 * @template T
 * @param {T[]} list
 * @param {(each: T) => number} value
 */
function meanOf(list, value) {
  return list.reduce((sum, each) => sum + value(each), 0) / list.length;
}

/** Standard deviation over seeds. */
function spread(/** @type {number[]} */ values) {
  const middle = meanOf(values, (value) => value);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1),
  );
}

function print(
  /** @type {string} */ title,
  /** @type {string[]} */ head,
  /** @type {string[][]} */ lines,
) {
  console.log(`\n### ${title}\n`);
  console.log(`| ${head.join(' | ')} |`);
  console.log(`| ${head.map(() => '---').join(' | ')} |`);
  for (const line of lines) console.log(`| ${line.join(' | ')} |`);
}
