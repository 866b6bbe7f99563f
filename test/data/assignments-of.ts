/** Labels of rows that were fitted, as the assignments of their fit say them; throws when one is not wholly familiar. */
export function assignmentsOf(scored: string): string {
  const [header, ...rows] = scored.trimEnd().split('\n');
  const bare = rows.map((row) => {
    const [, kept, familiarity] = /^(.*),([^,]*)$/.exec(row)!;
    if (familiarity !== '1.0' && familiarity !== '') throw new Error(`not familiar: ${row}`);
    return kept;
  });
  return `${[header.replace(/,familiarity$/, ''), ...bare].join('\n')}\n`;
}
