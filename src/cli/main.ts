#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { cladeVersion } from '../publish/index.ts';
import { addCompare } from './commands/compare.ts';
import { addCompletion } from './commands/completion.ts';
import { addFit } from './commands/fit.ts';
import { addInit } from './commands/init.ts';
import { addInspect } from './commands/inspect.ts';
import { addName } from './commands/name.ts';
import { addPublish } from './commands/publish.ts';
import { addReport } from './commands/report.ts';
import { addSample } from './commands/sample.ts';
import { addScore } from './commands/score.ts';
import { exitCodes } from './exit-codes.ts';

// Commands load the stages they need when they run, so that --help and mistakes answer at once.
const program = new Command('clade')
  .description(
    'Finds the groups in users, customers, products and time series, and says what each group is.',
  )
  .version(cladeVersion())
  .showHelpAfterError('(clade --help shows every command, clade fit --help one of them)')
  .showSuggestionAfterError()
  .exitOverride()
  .addHelpText(
    'after',
    `
From a file to segments:
  clade inspect data.csv                    what is in this file
  clade init data.csv -o study.yaml         a study written from what was seen
  clade fit study.yaml --out out/           segments, profiles and a report in out/
  clade score out/ new.csv -o labels.csv    segments for new rows; nothing is fitted again
  clade compare before/ out/                which segments last, who moved, what drifted
  clade publish out/ --to labels.parquet    labels and profiles to files, databases, objects

Exit codes: 0 done, 2 something you can mend, 70 a fault in clade, 75 try again later, 130 interrupted.`,
  );

for (const add of [
  addInspect,
  addInit,
  addFit,
  addCompare,
  addName,
  addPublish,
  addReport,
  addScore,
  addSample,
  addCompletion,
]) {
  add(program);
}

// A reader that has seen enough (clade … | head) is not an error, and no reason to drop the work.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // commander has printed its sentence already, for people.
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usersMistake;
  if (error.exitCode !== 0 && process.argv.includes('--json')) {
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    process.stdout.write(`${JSON.stringify({ error: { code: 'option', message } })}\n`);
  }
}
