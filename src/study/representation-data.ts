import type { Run } from '../base/index.ts';
import { encoderMethods } from '../encode/index.ts';
import {
  chooseReconstructions,
  errorFacts,
  type Reconstructions,
  reconstructedRows,
  seriesGrid,
  seriesReconstructions,
  strangestRows,
  tableReconstructions,
} from '../explain/index.ts';
import type { Gate, Manifest } from '../publish/index.ts';
import type { ReportGate, ReportRepresentation } from '../report/index.ts';
import { cellText } from '../table/index.ts';
import type { EncodedEntities, FittedEncoder } from './encode-entities.ts';
import type { Entities } from './entities.ts';
import { plainOptions } from './plain-options.ts';
import type { PreparedEntities } from './prepared-entities.ts';
import type { ReconstructionErrors } from './reconstruction-errors.ts';

/** Rows that come back, five by five, and rows that come back worst. */
const SHOWN = 25;
const STRANGEST = 10;

/** What the report says of the encoders; undefined without any. The one that was trained has most to tell. */
export async function representationData(
  encoded: EncodedEntities,
  prepared: PreparedEntities,
  entities: Entities,
  errors: ReconstructionErrors | null,
  labels: Int32Array,
  { gate, warnings }: Pick<Manifest, 'gate' | 'warnings'>,
  run: Run,
): Promise<ReportRepresentation | undefined> {
  const { encoders } = encoded;
  if (encoders.length === 0) return undefined;
  const trained = encoders.findIndex(({ model }) => model.training !== undefined);
  const shown = encoders[trained < 0 ? encoders.length - 1 : trained];
  const { model, name, options } = shown;
  const first = encoders[0].model;
  const last = encoders[encoders.length - 1].model;
  return {
    encoder: encoders.map((encoder) => encoder.name).join(' → '),
    meaning: encoderMethods[name].meaning,
    inputs: first.inputs,
    outputs: encoders[encoders.length - 1].use === 'code' ? last.outputs : last.inputs,
    options: plainOptions(options),
    ...(model.training === undefined ? {} : { training: model.training }),
    ...forestOf(encoders),
    ...collapse(warnings),
    ...(model.training?.blocks === undefined ? {} : { blocks: model.training.blocks }),
    ...(errors === null ? {} : await comingBack(errors, encoded, prepared, entities, labels, run)),
    ...(gate === null ? {} : { gate: reportGate(gate) }),
  };
}

function forestOf(encoders: readonly FittedEncoder[]): Pick<ReportRepresentation, 'forest'> {
  const { forest } = encoders.find(({ model }) => model.forest !== undefined)?.model ?? {};
  return forest === undefined ? {} : { forest };
}

function collapse(warnings: Manifest['warnings']): { collapsed?: string } {
  const found = warnings.find(({ code }) => code === 'collapsed');
  return found === undefined ? {} : { collapsed: found.message };
}

/** Errors of all rows, and some rows beside what the net makes of them. */
async function comingBack(
  { encoder: { model }, measure, errors }: ReconstructionErrors,
  { input }: EncodedEntities,
  prepared: PreparedEntities,
  entities: Entities,
  labels: Int32Array,
  run: Run,
): Promise<Pick<ReportRepresentation, 'errors' | 'reconstructions' | 'strangest'>> {
  const quiet = run.quiet();
  const heldOut = new Uint8Array(input.rows);
  for (const row of model.heldOut ?? []) heldOut[row] = 1;
  const some = model.heldOut !== undefined && model.heldOut.length > 0;
  const facts = {
    errors,
    heldOut,
    labels,
    keys: entities.keys.map((key) => Array.from(prepared.rows, (row) => cellText(key, row))),
  };
  const show = async (rows: number[]): Promise<Reconstructions> => {
    const original = input.takeRows(rows);
    const back = await model.inverse!(await model.transform(original, quiet), quiet);
    const told = reconstructedRows(rows, facts).map((row) => ({
      ...row,
      row: prepared.rows[row.row],
    }));
    if (prepared.series !== undefined) {
      const grid = seriesGrid(original.cols, prepared.series.times);
      const { unit } = prepared.series;
      return {
        kind: 'series',
        unit,
        grid,
        rows: seriesReconstructions(told, original, back, grid),
      };
    }
    const names = prepared.columns.map((column) => column.name);
    return {
      kind: 'table',
      columns: prepared.blocks?.length ?? names.length,
      rows: tableReconstructions(told, names, original, back, { blocks: prepared.blocks }),
    };
  };
  const all = errorFacts(errors);
  if (all === null) return {};
  return {
    errors: {
      measure,
      all,
      heldOut: some ? errorFacts(errors.filter((_, row) => heldOut[row] === 1)) : null,
    },
    reconstructions: await show(chooseReconstructions(errors, some ? heldOut : null, SHOWN)),
    // Those of series stand beside the band of their segment.
    ...(prepared.series === undefined
      ? { strangest: await show(strangestRows(errors, STRANGEST)) }
      : {}),
  };
}

function reportGate({ rows, earned, verdict }: Gate): ReportGate {
  return {
    earned,
    verdict,
    rows: rows.map(
      ({ name, columns, stability, pairs, agreement, trustworthiness, seconds, chosen }) => ({
        name,
        components: columns,
        stability,
        stabilityPairs: pairs,
        agreement,
        trustworthiness,
        seconds,
        chosen,
      }),
    ),
  };
}
