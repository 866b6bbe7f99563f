import { compactNumber, fixedNumber, percent } from '../charts/index.ts';
import type { Comparison } from '../compare/index.ts';
import { html, type Markup, name } from './markup.ts';
import { panel } from './panel.ts';
import { valueTable } from './value-table.ts';

const SIZE = { none: '–', some: 'some', strong: 'strong' } as const;

/** Which features have other values than in the run before. */
export function driftPanel({ drift, keys }: Comparison, entities: string): Markup {
  if (drift.length === 0) return html``;
  const drifted = drift.filter(({ size }) => size !== 'none');
  const number = (value: number | null) => (value === null ? null : fixedNumber(value, 3));
  const rows = [...drift].sort((a, b) => b.psi - a.psi);
  return panel({
    title: 'Drift of features',
    meaning:
      drifted.length === 0
        ? `none of ${drift.length} features has other values than before`
        : `${drifted.length} of ${drift.length} features have other values than before`,
    body: html`${valueTable(
      [
        'Feature',
        'Stability index',
        'By chance',
        'Drift',
        'Whose',
        'The same',
        'New ones',
        'KS',
        'p',
      ],
      rows.map((own) => [
        name(own.feature, 60),
        fixedNumber(own.psi, 3),
        fixedNumber(own.psiChance, 3),
        SIZE[own.size],
        own.who === 'nobody' ? '–' : own.who.replace('entities', entities),
        number(own.psiSame),
        number(own.psiArrived),
        number(own.ks),
        own.adjustedP === null ? null : compactNumber(own.adjustedP),
      ]),
    )}${rows
      .filter(({ size }) => size !== 'none')
      .slice(0, 12)
      .map(
        (own) =>
          html`<details><summary>${name(own.feature, 60)}: shares per bin</summary>${valueTable(
            [own.unit === '' ? 'Bin' : html`Bin, ${own.unit}`, 'Before', 'Now'],
            own.bins.map((bin) => [name(bin.name, 60), percent(bin.before), percent(bin.after)]),
          )}</details>`,
      )}`,
    read: `The population stability index compares shares per bin; bins hold a tenth of the run before each. Below 0.1 is usual, from 0.25 on it is another population; “by chance” is what it stays below in 999 of 1,000 cases without any change. “The same” are ${entities} with the same ${keys.join(', ')} before and now; “new ones” are compared with everybody before. KS is the largest distance of the two distribution functions; p is after Benjamini–Hochberg, and too large rather than too small where ${entities} are in both runs.`,
    long: true,
  });
}
