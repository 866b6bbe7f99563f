/** Do two labellings put the same rows together and leave the same rows out? Names may differ. */
export function samePartition(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  const forth = new Map<number, number>([[-1, -1]]);
  const back = new Map<number, number>([[-1, -1]]);
  for (let i = 0; i < a.length; i++) {
    if (!forth.has(a[i]) && !back.has(b[i])) {
      forth.set(a[i], b[i]);
      back.set(b[i], a[i]);
    }
    if (forth.get(a[i]) !== b[i] || back.get(b[i]) !== a[i]) return false;
  }
  return a.length === b.length;
}
