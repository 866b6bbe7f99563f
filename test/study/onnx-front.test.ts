import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { encoderMethods } from '../../src/encode/index.ts';
import { openSession } from '../../src/nn/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import type { Manifest } from '../../src/publish/index.ts';
import { checkStudy, fitStudy } from '../../src/study/index.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const ROWS = 60;
const encode = { method: 'Autoencoder', components: 2, widths: [8], epochs: 2, batch: 16 };

async function fitRows(name: string, csv: string, more: object): Promise<Manifest> {
  writeFileSync(join(home, `${name}.csv`), csv);
  const study = checkStudy({
    clade: 1,
    name,
    source: `${name}.csv`,
    entity: 'id',
    encode,
    gate: false,
    cluster: { method: 'KMeans', clusters: 2 },
    ...more,
  });
  return fitStudy({ study, folder: home }, join(home, name), { threads: 2 });
}

/** Three kinds: counts with a long tail, amounts far from 0, prices where 0 means unknown. Some cells are missing. */
function plants(missing: number): string {
  const random = new Random(5);
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const kind = i % 2;
    const numbers = [
      Math.round(Math.exp(2 + 3 * kind + random.normal())),
      // Quarters, which 32 bits hold to the end: the file takes no others.
      100_000 + Math.round(40 * kind + 4 * random.normal()) / 4,
      random.next() < 0.2 ? 0 : 5 + 3 * random.next(),
      random.normal() - kind,
    ];
    const cells = numbers.map((value) => (random.next() < missing ? '' : String(value)));
    return [i, ...cells, 'xyz'[i % 3]].join();
  });
  return `id,uses,amount,price,balance,letter\n${lines.join('\n')}\n`;
}

/** Cells of a table by their columns; nothing is NaN. */
function cells(csv: string, columns: readonly string[]): Float32Array {
  const [head, ...lines] = csv.trim().split('\n');
  const places = columns.map((column) => head.split(',').indexOf(column));
  expect(places).not.toContain(-1);
  return Float32Array.from(
    lines.flatMap((line) => {
      const row = line.split(',');
      return places.map((place) => (row[place] === '' ? Number.NaN : Number(row[place])));
    }),
  );
}

async function codesOf(name: string, data: Float32Array, rows: number) {
  const file = readFileSync(join(home, name, 'state/encoder-0.onnx'));
  await using session = await openSession(file, { threads: 1 });
  return (await session.run({ x: { data, shape: [rows, data.length / rows] } })).code
    .data as Float32Array;
}

function expectCodes(name: string, found: Float32Array) {
  const expected = cells(readFileSync(join(home, name, 'codes.csv'), 'utf8'), ['code_1', 'code_2']);
  let compared = 0;
  expected.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    compared++;
    expect(Math.abs(found[i] - value), `number ${i}`).toBeLessThan(
      1e-5 * Math.max(1, Math.abs(value)),
    );
  });
  return compared;
}

const table = (columns: readonly string[]) => ({ kind: 'table', columns });
const NUMBERS = ['uses', 'amount', 'price', 'balance'];

test('fitStudy({prepare: [impute, standard], encode}) leaves an ONNX file that takes raw features with gaps', async () => {
  const csv = plants(0.1);
  const prepare = [{ step: 'impute' }, { step: 'standard' }];
  const manifest = await fitRows('plain', csv, { features: table(NUMBERS), prepare });
  expect(manifest.encoders[0]).toMatchObject({
    onnx: 'state/encoder-0.onnx',
    onnxInput: 'features',
  });
  const found = await codesOf('plain', cells(csv, NUMBERS), ROWS);
  expect(expectCodes('plain', found)).toBe(2 * ROWS);
  const text = readFileSync(join(home, 'plain', 'state/encoder-0.onnx'), 'latin1');
  expect(text).toContain('["uses","amount","price","balance"]');
});

test('the ONNX file of a fit repeats every step for numbers, flags and dropped columns too', async () => {
  const csv = plants(0.15);
  const manifest = await fitRows('steps', csv, {
    features: table([...NUMBERS]),
    prepare: [
      { step: 'missing-values', columns: ['price'] },
      { step: 'missing-flag', columns: ['uses', 'price'] },
      { step: 'drop', columns: ['amount'] },
      { step: 'log1p', columns: ['uses'] },
      { step: 'log1p', columns: ['balance'], negative: 'mirror' },
      { step: 'robust', columns: ['price', 'balance'] },
      { step: 'impute', with: 'mean', columns: ['uses', 'price', 'balance'] },
      { step: 'min-max', columns: ['uses'], clip: true },
    ],
  });
  expect(manifest.encoders[0].onnxInput).toBe('features');
  expect(manifest.preparation.outputs).toHaveLength(5);
  const data = cells(csv, ['uses', 'price', 'balance']);
  expect(expectCodes('steps', await codesOf('steps', data, ROWS))).toBe(2 * ROWS);
  const refused = await codesOf('steps', Float32Array.of(-1, 5, 0, 1, 5, 0), 2);
  expect(Array.from(refused, Number.isNaN)).toEqual([true, true, false, false]);
});

test('the ONNX file of a fit without impute gives NaN for a row with a gap', async () => {
  await fitRows('gaps', plants(0), { features: table(NUMBERS), prepare: [{ step: 'standard' }] });
  const data = Float32Array.of(3, Number.NaN, 4, 0, 3, 100_000, 4, 0);
  expect(Array.from(await codesOf('gaps', data, 2), Number.isNaN)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  [
    'a category',
    [...NUMBERS, 'letter'],
    [{ step: 'category', columns: ['letter'] }, { step: 'standard' }],
  ],
  ['quantiles', NUMBERS, [{ step: 'quantile' }]],
  [
    'a comparison after scaling',
    NUMBERS,
    [{ step: 'standard' }, { step: 'missing-values', columns: ['price'] }, { step: 'impute' }],
  ],
])(
  'with %s among the steps the ONNX file takes prepared numbers and says so',
  async (what, columns, prepare) => {
    const name = what.replaceAll(' ', '-');
    const manifest = await fitRows(name, plants(0), { features: table(columns), prepare });
    expect(manifest.encoders[0].onnxInput).toBe('prepared');
    const outputs = manifest.preparation.outputs;
    const prepared = readFileSync(join(home, name, 'prepared.csv'), 'utf8');
    expect(expectCodes(name, await codesOf(name, cells(prepared, outputs), ROWS))).toBe(2 * ROWS);
    const text = readFileSync(join(home, name, 'state/encoder-0.onnx'), 'latin1');
    expect(text).toContain(JSON.stringify(outputs));
  },
);

test('the second of two encoders takes what the first gives, and its ONNX file says so', async () => {
  const manifest = await fitRows('chain', plants(0), {
    features: table(NUMBERS),
    encode: [{ method: 'PCA', components: 3 }, encode],
  });
  expect(manifest.encoders.map(({ onnxInput }) => onnxInput)).toEqual([undefined, 'encoded']);
});

const days = Array.from({ length: 6 }, (_, t) => `2024-01-0${t + 1}`);

function series(): string {
  const random = new Random(7);
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const values = days.map((_, t) =>
      random.next() < 0.1 ? '' : 10 ** (i % 3) * (1 + ((i % 2 ? t : 5 - t) + random.next())),
    );
    return [i, ...(i === 4 ? days.map(() => 0) : i === 5 ? days.map(() => 7) : values)].join();
  });
  return `id,${days.join()}\n${lines.join('\n')}\n`;
}

test.each([
  ['log1p and max-scale', [{ step: 'log1p' }, { step: 'max-scale' }]],
  ['replace and z-normalise', [{ step: 'replace', by: 0.5 }, { step: 'z-normalise' }]],
])('the ONNX file of a study of series takes the series themselves: %s', async (what, prepare) => {
  const name = what.replaceAll(' ', '-');
  const csv = series();
  const features = { kind: 'series', columns: `${days[0]}..${days[5]}` };
  const manifest = await fitRows(name, csv, { features, prepare });
  expect(manifest.encoders[0].onnxInput).toBe('features');
  const found = await codesOf(name, cells(csv, days), ROWS);
  // The series of zeros is a segment of its own and has no code.
  expect(expectCodes(name, found)).toBe(2 * (ROWS - 1));
  const state = readFileSync(join(home, name, 'state/encoder-0.clade'));
  const model = encoderMethods.Autoencoder.load(new Uint8Array(state).buffer);
  const { data } = await model.transform(new Matrix(new Float32Array(6), 1, 6));
  expect(found[8]).toBeCloseTo(data[0], 5);
  expect(found[9]).toBeCloseTo(data[1], 5);
});

test('lines drawn through the gaps of series leave an ONNX file that takes prepared numbers', async () => {
  const features = { kind: 'series', columns: `${days[0]}..${days[5]}`, fill: 'gaps' };
  const prepare = [{ step: 'fill-gaps' }, { step: 'max-scale' }];
  const manifest = await fitRows('lines', series(), { features, prepare });
  expect(manifest.encoders[0].onnxInput).toBe('prepared');
});
