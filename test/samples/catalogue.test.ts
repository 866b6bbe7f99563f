import { describe, expect, it } from 'vitest';
import { catalogueSample, samples } from '../../src/samples/index.ts';

const sample = catalogueSample.generate();
const rows = [...sample.rows()];
const truth = [...sample.truth()];
const column = (name: string) => rows.map((row) => row[sample.columns.indexOf(name)]);

describe('catalogueSample.generate', () => {
  it('gives 900 products of six kinds, each with a key of its own', () => {
    expect(rows).toHaveLength(900);
    expect(new Set(column('asin')).size).toBe(900);
    expect(truth.map(([asin]) => asin)).toEqual(column('asin'));
    expect(new Set(truth.map(([, group]) => group)).size).toBe(6);
    expect(Object.keys(samples)).toContain('catalogue');
  });

  it('is as dirty as catalogues are: unknown prices of 0, empty and rare makers, links', () => {
    const zeros = (name: string) => column(name).filter((value) => Number(value) === 0).length;
    expect(zeros('price')).toBeGreaterThan(90);
    expect(zeros('originalPrice')).toBeGreaterThan(600);
    const makers = new Map<unknown, number>();
    for (const maker of column('brand')) makers.set(maker, (makers.get(maker) ?? 0) + 1);
    expect(makers.get('')).toBeGreaterThan(0);
    expect([...makers.values()].filter((count) => count < 9).length).toBeGreaterThan(5);
    expect(column('url').every((url) => String(url).startsWith('https://shop.example/'))).toBe(
      true,
    );
    expect(new Set(column('title')).size).toBeGreaterThan(600);
  });

  it('gives the same rows for the same seed, others for another, and keeps them when more are asked for', () => {
    expect([...sample.rows()]).toEqual(rows);
    expect([...catalogueSample.generate({ products: 20 }).rows()]).toEqual(rows.slice(0, 20));
    expect([...catalogueSample.generate({ seed: 1 }).rows()]).not.toEqual(rows);
  });
});
