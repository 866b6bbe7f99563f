/**
 * The ways of writing a date that are recognised, each with the pattern that makes it worth trying
 * and the strptime format that then must read every cell of the column.
 */
export interface DateForm {
  /** As people write it; goes into the facts. */
  readonly label: string;
  readonly pattern: RegExp;
  readonly format: string;
}

const forms: readonly DateForm[] = [
  { label: 'M/D/YYYY', pattern: /^\d{1,2}\/\d{1,2}\/\d{4}/, format: '%m/%d/%Y' },
  { label: 'D/M/YYYY', pattern: /^\d{1,2}\/\d{1,2}\/\d{4}/, format: '%d/%m/%Y' },
  { label: 'DD-MM-YYYY', pattern: /^\d{1,2}-\d{1,2}-\d{4}/, format: '%d-%m-%Y' },
  { label: 'MM-DD-YYYY', pattern: /^\d{1,2}-\d{1,2}-\d{4}/, format: '%m-%d-%Y' },
  { label: 'DD.MM.YYYY', pattern: /^\d{1,2}\.\d{1,2}\.\d{4}/, format: '%d.%m.%Y' },
  { label: 'YYYY/MM/DD', pattern: /^\d{4}\/\d{1,2}\/\d{1,2}/, format: '%Y/%m/%d' },
  { label: 'M/D/YY', pattern: /^\d{1,2}\/\d{1,2}\/\d{2}(?!\d)/, format: '%m/%d/%y' },
  { label: 'D/M/YY', pattern: /^\d{1,2}\/\d{1,2}\/\d{2}(?!\d)/, format: '%d/%m/%y' },
  { label: 'DD-Mon-YYYY', pattern: /^\d{1,2}-[A-Za-z]{3}-\d{4}/, format: '%d-%b-%Y' },
  { label: 'DD Mon YYYY', pattern: /^\d{1,2} [A-Za-z]{3} \d{4}/, format: '%d %b %Y' },
  { label: 'Mon DD, YYYY', pattern: /^[A-Za-z]{3} \d{1,2}, \d{4}/, format: '%b %d, %Y' },
  {
    label: 'yyyymmdd',
    pattern: /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/,
    format: '%Y%m%d',
  },
];

const times: readonly { pattern: RegExp; label: string; format: string }[] = [
  { pattern: /^$/, label: '', format: '' },
  { pattern: /^[ T]\d{1,2}:\d{2}$/, label: ' H:MM', format: ' %H:%M' },
  { pattern: /^[ T]\d{1,2}:\d{2}:\d{2}$/, label: ' H:MM:SS', format: ' %H:%M:%S' },
  { pattern: /^ \d{1,2}:\d{2} ?[AaPp][Mm]$/, label: ' H:MM AM', format: ' %I:%M %p' },
  { pattern: /^ \d{1,2}:\d{2}:\d{2} ?[AaPp][Mm]$/, label: ' H:MM:SS AM', format: ' %I:%M:%S %p' },
];

/** ISO 8601 as DuckDB's own cast reads it; group 1 is the time of day, group 2 the offset. */
export const isoDate =
  /^\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?( ?(?:Z|[+-]\d{2}(?::?\d{2})?))?$/;

/** Ends the label of dates whose text says how far their clock is from UTC. */
export const WITH_OFFSET = 'with an offset from UTC';

/** A way to read a column, with every time of day seen in the sample. */
export interface DateCandidate {
  readonly label: string;
  /** strptime formats, tried in order; none when the engine's own cast reads it. */
  readonly formats: readonly string[];
  readonly hasTime: boolean;
  /** True when the text carries an offset from UTC. */
  readonly hasOffset: boolean;
}

/** The ways in which every one of `cells` could be a date; empty when there is none. */
export function dateCandidates(cells: readonly string[]): DateCandidate[] {
  if (cells.length === 0) return [];
  const iso = cells.map((cell) => isoDate.exec(cell));
  if (iso.every((match) => match !== null)) {
    const hasTime = iso.some((match) => match[1] !== undefined);
    const hasOffset = iso.some((match) => match[2] !== undefined);
    const written = hasTime ? 'ISO date and time' : 'ISO date';
    return [
      {
        label: hasOffset ? `${written}, ${WITH_OFFSET}` : written,
        formats: [],
        hasTime,
        hasOffset,
      },
    ];
  }
  return forms.flatMap((form) => {
    const seen = new Set<number>();
    for (const cell of cells) {
      const day = form.pattern.exec(cell);
      if (day === null) return [];
      const rest = cell.slice(day[0].length);
      const time = times.findIndex((candidate) => candidate.pattern.test(rest));
      if (time < 0) return [];
      seen.add(time);
    }
    const used = [...seen].sort((a, b) => a - b).map((t) => times[t]);
    return [
      {
        label: `${form.label}${used.at(-1)!.label}`,
        formats: used.map((time) => `${form.format}${time.format}`),
        hasTime: used.some((time) => time.format !== ''),
        hasOffset: false,
      },
    ];
  });
}
