/** 'a, b and 3 more'. */
export function sayColumns(columns: readonly string[]): string {
  return columns.length <= 4
    ? columns.join(', ')
    : `${columns.slice(0, 3).join(', ')} and ${columns.length - 3} more`;
}
