import { type ChartDocument, divergenceLines, fullNumber, percent } from '../charts/index.ts';
import type { LossParts, TrainingRecord } from '../encode/index.ts';
import { html, type Markup } from './markup.ts';
import { twoWidths } from './panel.ts';

/** What the loss of a variational encoder is the sum of; empty for other encoders. */
export function divergencePart(document: ChartDocument, training: TrainingRecord): Markup | '' {
  const parts = lossParts(training);
  if (parts === null) return '';
  const { epochs, best } = training;
  const kept = parts[best];
  const penalty = epochs[best].train - kept.reconstruction;
  const full = Math.max(...parts.map(({ weight }) => weight));
  const warm = parts.findIndex(({ weight }) => weight >= full * 0.999);
  const chart = (width: number) =>
    divergenceLines(document, {
      label: `Divergence of codes over ${epochs.length} epochs, from ${fullNumber(parts[0].divergence)} to ${fullNumber(parts[parts.length - 1].divergence)} nats per series; it counts ${fullNumber(full)} in the loss${warm > 0 ? ` from epoch ${warm + 1} on` : ''}.`,
      divergence: parts.map(({ divergence }) => divergence),
      weight: parts.map(({ weight }) => weight),
      best,
      width,
    });
  const facts: readonly (readonly [string, string])[] = [
    ['Loss in training', fullNumber(epochs[best].train)],
    [
      'of it reconstruction',
      `${fullNumber(kept.reconstruction)} (${percent(kept.reconstruction / epochs[best].train)})`,
    ],
    ['of it divergence', `${fullNumber(penalty)} (${percent(penalty / epochs[best].train)})`],
    ['Divergence', `${fullNumber(kept.divergence)} nats per series`],
    [
      'Weight',
      warm > 0
        ? `${fullNumber(kept.weight)}, full from epoch ${warm + 1}`
        : fullNumber(kept.weight),
    ],
  ];
  return html`<div class="two below"><div>${twoWidths(chart, 500)}</div><div><h4 class="channel">At the epoch that was kept</h4><dl class="facts">${facts.map(([title, value]) => html`<dt>${title}</dt><dd>${value}</dd>`)}</dl><p class="small muted">The divergence (KL) draws codes to the normal distribution, so that they can be sampled; the grey shape is its weight. A divergence near 0 means that codes say nothing of their series. The loss held out is reconstruction alone.</p></div></div>`;
}

/** The parts of every epoch; null where an epoch has none. */
export function lossParts({ epochs }: TrainingRecord): LossParts[] | null {
  const parts = epochs.flatMap((epoch) => epoch.parts ?? []);
  return parts.length === epochs.length && parts.length > 0 ? parts : null;
}
