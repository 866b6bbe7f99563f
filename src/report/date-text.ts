/** '2026-11-21T09:40:00Z' as '2026-11-21 09:40 UTC'; any other text as it is. */
export function dateText(iso: string): string {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z$/.exec(iso);
  return found ? `${found[1]} ${found[2]} UTC` : iso;
}
