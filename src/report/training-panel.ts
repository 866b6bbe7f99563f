import { type ChartDocument, fullNumber, lossLines, percent } from '../charts/index.ts';
import type { TrainingRecord } from '../encode/index.ts';
import { divergencePart, lossParts } from './divergence-part.ts';
import { html, type Markup } from './markup.ts';
import { panel, twoWidths } from './panel.ts';
import { shortLoss, trainingVerdict } from './training-words.ts';
import { type Cell, valuesBehind } from './value-table.ts';

/** Epochs in the folded table; of more, every second, third, … one. */
const ROWS = 60;

/** How the loss fell, and whether it fell below what needs no learning. */
export function trainingPanel(
  document: ChartDocument,
  training: TrainingRecord,
  collapsed: string | undefined,
): Markup {
  const { epochs, best, loss, trivial, trainRows, validationRows, finalLoss } = training;
  const train = epochs.map((epoch) => epoch.train);
  const validation = epochs.map((epoch) => epoch.validation);
  const parts = lossParts(training);
  const positive = [...train, ...validation].every((value) => value === null || value > 0);
  const levels = trivial.map(({ predictor, loss: own }) => ({ name: predictor, loss: own }));
  const chart = (scale: 'linear' | 'log') =>
    twoWidths(
      (width) =>
        lossLines(document, {
          label: `${shortLoss(loss)} over ${epochs.length} epochs, ${scale === 'log' ? 'logarithmic' : 'linear'}; epoch ${best + 1} was kept with ${fullNumber(finalLoss)}.`,
          loss: shortLoss(loss),
          train,
          validation,
          ...(parts === null
            ? {}
            : { reconstruction: parts.map(({ reconstruction }) => reconstruction) }),
          best,
          levels,
          scale,
          width,
        }),
      500,
    );
  const verdict = trainingVerdict(training, collapsed);
  return panel({
    title: 'Training',
    meaning: `${epochs.length} epochs in ${seconds(training.seconds)}; ${fullNumber(trainRows)} rows to learn from, ${fullNumber(validationRows)} held out`,
    body: html`<p class="finding${collapsed === undefined ? '' : ' bad'}">${verdict}</p>
<div class="two">${chart('linear')}${positive ? chart('log') : ''}</div>
${divergencePart(document, training)}${levelTable(training)}${epochTable(training)}`,
    read: `${loss.includes(',') ? `Loss: ${loss}. ` : ''}Training loss is measured with noise and dropout on, so it may lie above the loss of held-out rows. Dotted lines need no training at all: a net above the lowest of them has learned nothing that is worth its time. Where the held-out line rises again the net learns rows by heart; the marked epoch was kept.`,
  });
}

const ABSOLUTE = 'mean absolute error';

function levelTable(training: TrainingRecord): Markup {
  const { trivial, finalLoss, absoluteError, loss, validationRows } = training;
  const rows = [
    { name: 'this encoder', loss: finalLoss, absoluteError, own: true },
    ...trivial.map((other) => ({ ...other, name: other.predictor, own: false })),
  ].sort((a, b) => a.loss - b.loss);
  // Whatever was minimised, this one is in the units of the rows.
  const absolute = absoluteError !== undefined && loss !== ABSOLUTE;
  return html`<div class="scroll" tabindex="0"><table class="data"><thead><tr><th scope="col">Predictor</th><th scope="col">${shortLoss(loss)}${validationRows > 0 ? ', held-out rows' : ''}</th><th scope="col">Against this encoder</th>${absolute ? html`<th scope="col">${ABSOLUTE}</th>` : ''}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${row.own ? html`<b>${row.name}</b>` : row.name}</th><td>${fullNumber(row.loss)}</td><td>${row.own ? '' : against(row.loss / finalLoss - 1)}</td>${absolute ? html`<td>${row.absoluteError === undefined ? '–' : fullNumber(row.absoluteError)}</td>` : ''}</tr>`,
  )}</tbody></table></div>`;
}

function against(more: number): string {
  if (!Number.isFinite(more)) return '–';
  return `${percent(Math.abs(more))} ${more >= 0 ? 'more' : 'less'}`;
}

function epochTable(training: TrainingRecord): Markup {
  const { epochs, best } = training;
  const every = Math.max(1, Math.ceil(epochs.length / ROWS));
  const split = lossParts(training) !== null;
  const rows = epochs.flatMap(({ train, validation, parts }, e): Cell[][] =>
    e % every === 0 || e === best || e === epochs.length - 1
      ? [
          [
            e + 1,
            train,
            ...(split && parts ? [parts.reconstruction, parts.divergence, parts.weight] : []),
            validation,
            e === best ? 'kept' : '',
          ],
        ]
      : [],
  );
  const parts = split ? ['Reconstruction', 'Divergence', 'Its weight'] : [];
  return valuesBehind(['Epoch', 'Training', ...parts, 'Held out', 'Weights'], rows);
}

/** 41 s, 3.2 min, 1.5 h. */
export function seconds(value: number): string {
  if (value >= 5400) return `${(value / 3600).toFixed(1)} h`;
  if (value >= 90) return `${(value / 60).toFixed(1)} min`;
  return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} s`;
}
