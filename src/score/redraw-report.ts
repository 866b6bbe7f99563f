import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleError, show } from '../base/index.ts';
import { readManifest, writeFileWhole } from '../publish/index.ts';
import type { ReportData, ReportOptions } from '../report/index.ts';

/**
 * Draws the report of a bundle again from the data it keeps.
 *
 * @param out where to write it; report.html in the bundle when left out
 * @returns the file written
 */
export async function redrawReport(
  bundle: string,
  out = join(bundle, 'report.html'),
): Promise<string> {
  const { study } = await readManifest(bundle);
  let text: string;
  try {
    text = await readFile(join(bundle, 'report.json'), 'utf8');
  } catch (cause) {
    throw new BundleError(
      `report: ${show(bundle)} must hold report.json, but it cannot be read. Fit again.`,
      { cause },
    );
  }
  const { renderReport } = await import('../report/index.ts');
  const html = renderReport(JSON.parse(text) as ReportData, study.report as ReportOptions);
  await writeFileWhole(out, (path) => writeFile(path, html));
  return out;
}
