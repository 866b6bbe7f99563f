import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { renderReport } from '../../src/report/index.ts';
import { seriesFixture, withTabs } from '../report/series-fixture.ts';
import { findChromium, type OpenPage, withPage } from './chromium.ts';

const chromium = findChromium();
const folder = mkdtempSync(join(tmpdir(), 'clade-view-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const FILE = join(folder, 'view.html');
writeFileSync(FILE, renderReport(await seriesFixture({ rows: 400, steps: 60 })));

const TABBED = join(folder, 'tabs.html');
writeFileSync(TABBED, renderReport(withTabs(await seriesFixture({ rows: 200, steps: 60 }))));

const DEEP = '.space.deep canvas';
const FLAT = '.space canvas';

/** The pixels of a canvas, as text. */
const look = (page: OpenPage, canvas: string) =>
  page.evaluate<string>(`document.querySelector('${canvas}').toDataURL()`);

const text = (page: OpenPage, selector: string) =>
  page.evaluate<string>(`document.querySelector('${selector}').textContent`);

const shown = (page: OpenPage, selector: string) =>
  page.evaluate<boolean>(
    `getComputedStyle(document.querySelector('${selector}')).display !== 'none'`,
  );

const click = (page: OpenPage, selector: string) =>
  page.evaluate(`document.querySelector('${selector}').click()`);

const choose = (page: OpenPage, value: string) =>
  page.evaluate(
    `{ const select = document.querySelector('.view select'); select.value = '${value}'; select.dispatchEvent(new Event('change')); }`,
  );

async function press(page: OpenPage, key: string): Promise<void> {
  await page.evaluate(`document.querySelector('.space.deep .stage').focus()`);
  await page.send('Input.dispatchKeyEvent', { type: 'keyDown', key });
  await page.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
}

async function drag(page: OpenPage, canvas: string): Promise<void> {
  const [x, y] = await page.evaluate<[number, number]>(
    `(() => { const c = document.querySelector('${canvas}'); c.scrollIntoView({ behavior: 'instant', block: 'center' }); const box = c.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; })()`,
  );
  const mouse = (type: string, dx: number, dy: number) =>
    page.send('Input.dispatchMouseEvent', {
      type,
      x: x + dx,
      y: y + dy,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
    });
  await mouse('mousePressed', 0, 0);
  await mouse('mouseMoved', 60, 20);
  await mouse('mouseReleased', 60, 20);
}

/** Waits until the picture is another one, two seconds at most. */
async function changes(page: OpenPage, canvas: string): Promise<boolean> {
  const before = await look(page, canvas);
  for (let n = 0; n < 20; n++) {
    await new Promise((done) => setTimeout(done, 100));
    if ((await look(page, canvas)) !== before) return true;
  }
  return false;
}

describe.skipIf(chromium === undefined)('embedding views in a browser', () => {
  test('a space of three axes turns by itself until paused, and by keys and dragging', async () => {
    await withPage(chromium!, FILE, { 'prefers-reduced-motion': 'no-preference' }, async (page) => {
      expect(await page.evaluate(`document.querySelectorAll('.space canvas').length`)).toBe(3);
      expect(await shown(page, '.still')).toBe(false);
      await page.evaluate(
        `document.querySelector('${DEEP}').scrollIntoView({ behavior: 'instant', block: 'center' })`,
      );
      expect(await text(page, '.turn')).toBe('Pause');
      expect(await changes(page, DEEP)).toBe(true);
      await click(page, '.turn');
      expect(await text(page, '.turn')).toBe('Turn');
      const rest = await look(page, DEEP);
      await new Promise((done) => setTimeout(done, 300));
      expect(await look(page, DEEP)).toBe(rest);

      await click(page, '.reset');
      const home = await look(page, DEEP);
      const flat = await look(page, FLAT);
      for (const key of ['ArrowRight', 'ArrowUp', '+']) {
        const before = await look(page, DEEP);
        await press(page, key);
        expect((await look(page, DEEP)) === before, key).toBe(false);
      }
      await click(page, '.reset');
      expect(await look(page, DEEP)).toBe(home);
      await drag(page, DEEP);
      expect((await look(page, DEEP)) === home).toBe(false);
      await drag(page, FLAT);
      expect(await look(page, FLAT)).toBe(flat);
    });
  });

  test('the views stand still where less motion is preferred, until asked to turn', async () => {
    await withPage(chromium!, FILE, { 'prefers-reduced-motion': 'reduce' }, async (page) => {
      await page.evaluate(`document.querySelector('${DEEP}').scrollIntoView()`);
      expect(await text(page, '.turn')).toBe('Turn');
      const before = await look(page, DEEP);
      await new Promise((done) => setTimeout(done, 500));
      expect(await look(page, DEEP)).toBe(before);
      await click(page, '.turn');
      expect(await changes(page, DEEP)).toBe(true);
    });
  });

  test('the views take the colour that is chosen, with a legend for it, and come back to segments', async () => {
    await withPage(chromium!, FILE, { 'prefers-reduced-motion': 'reduce' }, async (page) => {
      const flat = await look(page, FLAT);
      const deep = await look(page, DEEP);
      await choose(page, '1');
      expect((await look(page, FLAT)) === flat).toBe(false);
      expect((await look(page, DEEP)) === deep).toBe(false);
      expect([await shown(page, '.rampline'), await shown(page, '.keys')]).toEqual([true, false]);
      expect(await text(page, '.rampline .high')).toMatch(/ days$/);
      expect(
        await page.evaluate(`document.querySelector('${FLAT}').getAttribute('aria-label')`),
      ).toMatch(/coloured by use_days\.$/);
      await choose(page, '0');
      expect([await shown(page, '.rampline'), await shown(page, '.keys')]).toEqual([false, true]);
      expect(await text(page, '.keys')).toMatch(/prepaid.*no value|no value.*prepaid/);
      await choose(page, 'segment');
      expect(await look(page, FLAT)).toBe(flat);
    });
  });

  test('a press on the legend leaves one segment in colour; the views follow the theme', async () => {
    await withPage(chromium!, FILE, { 'prefers-reduced-motion': 'reduce' }, async (page) => {
      const flat = await look(page, FLAT);
      await click(page, '.keys button');
      expect((await look(page, FLAT)) === flat).toBe(false);
      expect(
        await page.evaluate(`document.querySelectorAll('.keys [aria-pressed=true]').length`),
      ).toBe(1);
      await click(page, '.keys button');
      expect(await look(page, FLAT)).toBe(flat);
      await click(page, '#theme');
      expect((await look(page, FLAT)) === flat).toBe(false);
    });
  });

  test('the switch shows the maps of one tab, by click and by arrow key, and its buttons only where they do something', async () => {
    await withPage(chromium!, TABBED, { 'prefers-reduced-motion': 'reduce' }, async (page) => {
      const maps = () =>
        page.evaluate<boolean[]>(
          `[...document.querySelectorAll('.space')].map((f) => getComputedStyle(f).display !== 'none')`,
        );
      expect(await maps()).toEqual([true, true, false]);
      expect(await shown(page, '.turn')).toBe(false);
      await click(page, '.tabs label:last-of-type input');
      expect(await maps()).toEqual([false, false, true]);
      expect(await shown(page, '.turn')).toBe(true);
      // The picture is drawn once it has a place.
      expect(
        await page.evaluate<number>(
          `document.querySelector('${DEEP}').getBoundingClientRect().height`,
        ),
      ).toBeGreaterThan(200);
      await page.evaluate(`document.querySelector('.tabs input:checked').focus()`);
      const arrow = { key: 'ArrowLeft', code: 'ArrowLeft', windowsVirtualKeyCode: 37 };
      await page.send('Input.dispatchKeyEvent', { type: 'keyDown', ...arrow });
      await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...arrow });
      expect(await maps()).toEqual([true, true, false]);
      // On paper all of them stand, as pictures.
      await page.send('Emulation.setEmulatedMedia', { media: 'print' });
      expect(await maps()).toEqual([true, true, true]);
      expect(await shown(page, '.controls')).toBe(false);
    });
  });
});
