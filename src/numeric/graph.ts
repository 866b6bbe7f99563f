/**
 * Who is connected with whom, and how strongly: the others of node i are
 * `targets[offsets[i]] … targets[offsets[i + 1] − 1]`, in ascending order, with their `weights`.
 */
export interface Graph {
  /** n + 1 entries. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float32Array | Float64Array;
}

/** Per node the part that it hangs together with: 0… in the order of the parts' lowest nodes. Edges must go both ways. */
export function connectedParts({ offsets, targets }: Graph): Int32Array {
  const n = offsets.length - 1;
  const parts = new Int32Array(n).fill(-1);
  const waiting = new Int32Array(n);
  let names = 0;
  for (let start = 0; start < n; start++) {
    if (parts[start] >= 0) continue;
    parts[start] = names;
    waiting[0] = start;
    for (let held = 1; held > 0; ) {
      const node = waiting[--held];
      for (let e = offsets[node]; e < offsets[node + 1]; e++) {
        if (parts[targets[e]] >= 0) continue;
        parts[targets[e]] = names;
        waiting[held++] = targets[e];
      }
    }
    names++;
  }
  return parts;
}
