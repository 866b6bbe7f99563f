import { SourceError } from '../../base/index.ts';
import { withoutPadding } from './read-ucr.ts';
import { labelOf, notANumber, numberOf, type ReadSeries } from './series-rows.ts';

/**
 * Lines of aeon's and sktime's .ts files as series: a header of `@` lines, then one series per line, `:` between its
 * channels and before its class.
 *
 * `?` is missing; channels of one series may differ in length. Of a regression set the target stands for the class.
 *
 * @throws {SourceError} timestamps, a header that does not say whether there are classes, a cell that is no number,
 *   another number of channels than said
 */
export function tsReader(
  where: string,
  take: (series: ReadSeries) => void,
): { readonly line: (line: string, number: number) => void; readonly end: () => void } {
  const header = new Map<string, string>();
  let data = false;
  let labelled = false;
  let expected: number | undefined;
  const begin = () => {
    const says = (key: string) => header.get(key)?.split(/\s+/)[0].toLowerCase();
    if (says('timestamps') === 'true') {
      throw new SourceError(
        `${where}: series must be regular, got @timeStamps true. Write them without timestamps, or as a table of one row per moment.`,
      );
    }
    const label = says('classlabel') ?? says('targetlabel');
    if (label === undefined) {
      throw new SourceError(
        `${where}: the header must say whether series have a class, with @classLabel true or false, and does not. Add that line.`,
      );
    }
    labelled = says('classlabel') === 'true' || says('targetlabel') === 'true';
    const dimensions = Number(says('dimensions'));
    if (says('univariate') === 'true') expected = 1;
    else if (Number.isInteger(dimensions) && dimensions > 0) expected = dimensions;
  };
  return {
    line: (given, number) => {
      const line = given.trim();
      if (line === '' || line.startsWith('#')) return;
      if (!data) {
        const key = /^@(\S+)\s*(.*)$/.exec(line);
        if (key === null) {
          throw new SourceError(
            `${where}: the header of a .ts file must be lines that begin with @ up to @data, got another in line ${number}. Check that this is the right file.`,
          );
        }
        if (key[1].toLowerCase() === 'data') {
          data = true;
          begin();
        } else header.set(key[1].toLowerCase(), key[2].trim());
        return;
      }
      const parts = line.split(':');
      const label = labelled ? { label: labelOf(parts.pop()!) } : {};
      if (expected !== undefined && parts.length !== expected) {
        throw new SourceError(
          `${where}: every series must have ${expected} channels as the header says, line ${number} has ${parts.length}. Mend the file.`,
        );
      }
      let cell = 0;
      const channels = parts.map((part) =>
        withoutPadding(
          Float64Array.from(part.trim() === '' ? [] : part.split(','), (text) => {
            cell++;
            const value = numberOf(text);
            if (value === undefined) throw notANumber(where, number, cell);
            return value;
          }),
        ),
      );
      take({ ...label, channels });
    },
    end: () => {
      if (data) return;
      throw new SourceError(
        `${where}: a .ts file must have a line @data, and this one has none. It may be cut off or of another format.`,
      );
    },
  };
}
