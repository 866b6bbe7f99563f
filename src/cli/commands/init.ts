import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { OptionError, show } from '../../base/index.ts';
import { writeFileWhole } from '../../publish/index.ts';
import type { StudyGuess, StudyWishes } from '../../study/index.ts';
import { withCommonOptions } from '../common-options.ts';
import { describeInspection } from '../describe-inspection.ts';
import { type CommonOptions, refuseSamePath, runCommand } from '../session.ts';

interface InitOptions extends CommonOptions {
  readonly out: string;
  readonly yes?: boolean;
  readonly force?: boolean;
}

export function addInit(program: Command): void {
  withCommonOptions(
    program
      .command('init')
      .summary('write a study from what is in a file')
      .description(
        'Inspects a file and writes a study for it, with the reasons as comments. At a terminal it asks about what it guessed; Enter takes the guess.',
      )
      .argument('<data>', 'the data that the study is for')
      .option('-o, --out <file>', 'the study file to write', 'study.yaml')
      .option('-y, --yes', 'take every guess, ask nothing')
      .option('--force', 'replace a study that is already there'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  clade init data.csv -o study.yaml\n  clade init data.csv --yes && clade fit study.yaml --out out/',
    )
    .action((path: string, options: InitOptions) =>
      runCommand(options, async (session) => {
        refuseSamePath(path, options.out);
        if (existsSync(options.out) && !options.force) {
          throw new OptionError(
            `init: ${show(options.out)} is there already and may hold your work. Choose another name, or add --force.`,
          );
        }
        const { guessStudy, inspectData, suggestStudy } = await import('../../study/index.ts');
        const inspection = await inspectData(path, session.context);
        const asks =
          process.stdin.isTTY &&
          process.stdout.isTTY &&
          !options.yes &&
          !options.json &&
          !options.quiet;
        if (asks) session.print(describeInspection(inspection));
        const wishes = asks ? await ask(guessStudy(inspection), session.context.signal) : {};
        const text = suggestStudy(inspection, path, wishes);
        await writeFileWhole(options.out, (made) => writeFile(made, text));
        session.print(`study  ${options.out}\nnext   clade fit ${options.out} --out out/`);
        return { study: options.out, traps: inspection.traps };
      }),
    );
}

/** Asks about each guess; an empty answer takes it. */
async function ask(guess: StudyGuess, signal: AbortSignal | undefined): Promise<StudyWishes> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const one = async (question: string, guessed: string) => {
    const answer = (await lines.question(`${question} [${guessed}]: `, { signal })).trim();
    return answer === '' ? undefined : answer;
  };
  const several = async (question: string, guessed: readonly string[]) =>
    (await one(question, guessed.join(', ')))?.split(/\s*,\s*/);
  try {
    const entity = await several('Columns that name one entity', guess.entity);
    const events = guess.layout === 'events';
    return dropUndefined({
      entity,
      time: events ? await one('Column with the time', guess.time ?? '') : undefined,
      value: events ? await one('Column with the amount', guess.value ?? '') : undefined,
      features: events ? undefined : await several('Columns to segment by', guess.features),
      clusters: await one('Numbers of segments to try', guess.clusters),
    });
  } finally {
    lines.close();
  }
}

function dropUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
