/**
 * The page's only script: a theme switch and sortable tables. Everything is readable without it.
 *
 * Plain text on purpose: it runs in the reader's browser, from a file, with no data in it.
 */
export const PAGE_SCRIPT = `
(() => {
  const root = document.documentElement;
  const button = document.getElementById('theme');
  button.hidden = false;
  button.addEventListener('click', () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  });
  const value = (row, at) => {
    const text = row.cells[at].textContent.trim();
    if (text === '–') return -Infinity;
    const number = parseFloat(text.replace(/,/g, '').replace('−', '-').replace('<', ''));
    return /^[+−<]?[0-9]/.test(text) && !Number.isNaN(number) ? number : text;
  };
  for (const table of document.querySelectorAll('table.sort')) {
    const body = table.tBodies[0];
    for (const head of table.tHead.rows[0].cells) {
      const control = document.createElement('button');
      control.type = 'button';
      control.append(...head.childNodes);
      head.append(control);
      control.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'descending';
        for (const other of head.parentNode.cells) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'ascending' : 'descending');
        const at = head.cellIndex;
        const rows = [...body.rows].sort((a, b) => {
          const left = value(a, at);
          const right = value(b, at);
          if (typeof left === 'string' || typeof right === 'string') {
            return String(left).localeCompare(String(right), undefined, { numeric: true });
          }
          return left - right;
        });
        body.append(...(down ? rows : rows.reverse()));
      });
    }
  }
})();
`;
