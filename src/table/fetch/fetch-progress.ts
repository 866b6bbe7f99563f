import type { Run } from '../../base/index.ts';

/** Tells how much has come, out of how much the file has. */
export class FetchProgress {
  readonly #run: Run;
  readonly #of: number | undefined;
  readonly #fetching: number | undefined;

  /**
   * @param fetching bytes that are to come; unknown where the other side does not say
   * @param of size of the whole file, where only a part is fetched
   */
  constructor(run: Run, fetching: number | undefined, of?: number) {
    this.#run = run;
    this.#fetching = fetching;
    this.#of = of;
  }

  at(bytes: number): void {
    const detail =
      this.#of === undefined
        ? inWords(bytes)
        : `${inWords(bytes)} of a file of ${inWords(this.#of)}`;
    this.#run.progress('fetch', bytes, this.#fetching ?? 0, detail);
  }

  end(bytes: number): void {
    this.at(bytes);
  }
}

/** Bytes as people read them: 1.5 MB. */
export function inWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
