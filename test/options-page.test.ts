import { expect, test } from 'vitest';
import type { OptionKind } from '../src/base/index.ts';
import { cleanMethods } from '../src/clean/index.ts';
import { clusterMethods } from '../src/cluster/index.ts';
import { encoderMethods } from '../src/encode/index.ts';
import { type Feature, retailList, usageList } from '../src/features/index.ts';
import { prepareMethods, seriesMethods } from '../src/prepare/index.ts';
import { samples } from '../src/samples/index.ts';

type Table = Readonly<Record<string, OptionKind<unknown>>>;

function optionRows(table: Table): string {
  const rows = Object.entries(table).map(([name, option]) => {
    const must = option.must.replace(/^be /, '').replaceAll('|', '\\|');
    return `| \`${name}\` | ${option.meaning} | ${must} | ${option.default === null ? 'none' : String(option.default)} |`;
  });
  if (rows.length === 0) return 'No options.\n';
  return ['| option | meaning | must be | default |', '|---|---|---|---|', ...rows, ''].join('\n');
}

const featureRow = ({ name, unit, meaning }: Feature) => `| \`${name}\` | ${unit} | ${meaning} |`;

const page = `# Options

Written from the tables that check them, by \`npx vitest run test/options-page.test.ts -u\`.

## Clustering methods

${Object.entries(clusterMethods)
  .map(([name, { meaning, table, traits }]) => {
    const says = [
      traits.noise ? 'may leave rows without a segment' : 'gives every row a segment',
      traits.findsCount ? 'finds the number of segments' : 'is told the number of segments',
      `gives a ${traits.measure} beside each label`,
    ];
    return `### ${name}\n\n${meaning} It ${says.join(', ')}.\n\n${optionRows(table as Table)}`;
  })
  .join('\n')}
## Encoders

A study names one under \`encode\`, or a list that is applied one after the other.

${Object.entries(encoderMethods)
  .map(([name, { meaning, table, traits }]) => {
    const says = [
      ...(traits.trained ? ['It is trained: it has a history and goes on after a stop.'] : []),
      ...(traits.invertible ? ['It gives rows back from codes.'] : []),
    ];
    return `### ${name}\n\n${[meaning, ...says].join(' ')}\n\n${optionRows(table as Table)}`;
  })
  .join('\n')}
## Steps of clean

Steps on rows, before features are made of them. Those that are for certain columns take \`columns\`, a list of names.

${Object.entries(cleanMethods)
  .map(([name, { meaning, table }]) => `### ${name}\n\n${meaning}\n\n${optionRows(table as Table)}`)
  .join('\n')}
## Steps of prepare

Every step takes \`columns\`, a list of names; left out, it is for all numbers (category: for all texts).

${Object.entries(prepareMethods)
  .map(([name, { meaning, table }]) => `### ${name}\n\n${meaning}\n\n${optionRows(table as Table)}`)
  .join('\n')}
## Steps of prepare for series

What a study with \`kind: series\` may do with every series, each by itself; nothing is learned.

${Object.entries(seriesMethods)
  .map(([name, { meaning, table }]) => `### ${name}\n\n${meaning}\n\n${optionRows(table as Table)}`)
  .join('\n')}
## Features of usage events

| feature | unit | meaning |
|---|---|---|
${usageList.map(featureRow).join('\n')}

## Features of retail

What \`kind: retail\` computes per customer; those in marks only where \`rfm\` or \`columns\` ask for them.

| feature | unit | meaning |
|---|---|---|
${retailList.map(featureRow).join('\n')}

## Samples

${Object.entries(samples)
  .map(([name, { title, table }]) => `### ${name}\n\n${title}.\n\n${optionRows(table as Table)}`)
  .join('\n')}`;

test('docs/options.md says what the option tables say', async () => {
  await expect(page).toMatchFileSnapshot('../docs/options.md');
});
