import type { Run } from '../../base/index.ts';
import { sql } from '../../sql/index.ts';
import { literal } from '../csv/literal.ts';
import type { Database } from '../database.ts';
import type { ByteRange } from './merge-ranges.ts';

/** Chooses among the columns that there are. */
export type WantedColumns = (columns: readonly string[]) => readonly string[];

/** Where columns lie, and which they are. */
export interface ColumnChunks {
  readonly ranges: readonly ByteRange[];
  readonly columns: readonly string[];
  /** Columns that are not wanted. */
  readonly unread: readonly string[];
}

/**
 * Where the chunks of the columns wanted lie, from a Parquet file's footer.
 *
 * @param footer a file of the full size with the footer at its place
 */
export async function columnChunks(
  database: Database,
  footer: string,
  wanted: WantedColumns | undefined,
  total: number,
  run: Run,
): Promise<ColumnChunks> {
  const file = literal(footer);
  const [schema, chunks] = await database.queryInTurn(
    [
      sql`SELECT name, num_children FROM parquet_schema(${file})`,
      sql`SELECT column_id, dictionary_page_offset, data_page_offset, index_page_offset, total_compressed_size, bloom_filter_offset, bloom_filter_length FROM parquet_metadata(${file})`,
    ],
    run,
  );
  const leaves = leafOwners(
    schema.columns[0].values as readonly string[],
    schema.columns[1].values as Float64Array,
  );
  const all = [...new Set(leaves)];
  const columns = wanted === undefined ? undefined : wanted(all);
  const taken = new Set(columns ?? all);
  const [leaf, dictionary, data, index, size, bloomAt, bloomBytes] = chunks.columns.map(
    (column) => column.values as Float64Array,
  );
  // A chunk begins with its dictionary, if it has one; some writers give the place of none as 0.
  const beginOf = (i: number) =>
    Math.min(...[dictionary[i], data[i], index[i]].filter((at) => at >= 4));
  const begins = [...bloomAt, ...Array.from(data, (_, i) => beginOf(i)), total];
  const ranges: ByteRange[] = [];
  for (let i = 0; i < chunks.rows; i++) {
    if (!taken.has(leaves[leaf[i]])) continue;
    const begin = beginOf(i);
    ranges.push({ begin, end: Math.min(total, begin + size[i]) });
    if (bloomAt[i] > 0) {
      // Older writers do not say how long the filter is: it ends where something else begins. A filter read from a
      // hole would say of every value that it is not there.
      const end = Number.isNaN(bloomBytes[i])
        ? begins.reduce((least, at) => (at > bloomAt[i] && at < least ? at : least), total)
        : bloomAt[i] + bloomBytes[i];
      ranges.push({ begin: bloomAt[i], end: Math.min(total, end) });
    }
  }
  return { ranges, columns: [...taken], unread: all.filter((column) => !taken.has(column)) };
}

/**
 * The top-level column that each leaf of a schema belongs to, in the order of the leaves.
 *
 * @param names of all nodes in the order of the file: the root, then every subtree before the next
 * @param children number of children of each node; NaN for leaves
 */
export function leafOwners(names: readonly string[], children: ArrayLike<number>): string[] {
  const owners: string[] = [];
  /** Nodes still to come at each level, the root's children first. */
  const open: number[] = [children[0]];
  let owner = '';
  for (let i = 1; i < names.length; i++) {
    while (open.at(-1) === 0) open.pop();
    if (open.length === 1) owner = names[i];
    open[open.length - 1]--;
    if (children[i] > 0) open.push(children[i]);
    else owners.push(owner);
  }
  return owners;
}
