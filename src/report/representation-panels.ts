import { type ChartDocument, fullNumber } from '../charts/index.ts';
import { blockPanel } from './block-panel.ts';
import type { Detail } from './detail.ts';
import { errorPanel } from './error-panel.ts';
import { forestPanel } from './forest-panel.ts';
import { gatePanel } from './gate-panel.ts';
import { html, type Markup } from './markup.ts';
import { optionText } from './option-text.ts';
import { panel } from './panel.ts';
import { reconstructionPanel, strangestPanel } from './reconstruction-panel.ts';
import { trainingPanel } from './training-panel.ts';
import type { ReportRepresentation } from './types.ts';

/** How rows became short vectors, whether that was worth it, and what it loses. */
export function representationPanels(
  document: ChartDocument,
  representation: ReportRepresentation,
  { includeIds }: Detail,
): Markup {
  const { gate, training, forest, collapsed, blocks, reconstructions, errors, strangest } =
    representation;
  return html`${summaryPanel(representation)}${gate ? gatePanel(gate) : ''}${
    forest ? forestPanel(document, forest) : ''
  }${
    training ? trainingPanel(document, training, collapsed) : ''
  }${blocks && blocks.length > 0 ? blockPanel(blocks) : ''}${
    reconstructions && reconstructions.rows.length > 0
      ? reconstructionPanel(document, reconstructions, includeIds)
      : ''
  }${errors ? errorPanel(document, errors) : ''}${
    strangest && strangest.rows.length > 0 ? strangestPanel(document, strangest, includeIds) : ''
  }`;
}

function summaryPanel({
  encoder,
  meaning,
  inputs,
  outputs,
  options,
}: ReportRepresentation): Markup {
  return panel({
    title: 'Representation',
    meaning: `${fullNumber(inputs)} numbers per row become ${fullNumber(outputs)}`,
    body: html`<dl class="facts"><dt>Encoder</dt><dd>${encoder}. ${meaning}</dd><dt>Options</dt><dd><code>${optionText(options)}</code></dd></dl>`,
    read: 'The segments were made from these fewer numbers, and are explained in the units of the features.',
  });
}
