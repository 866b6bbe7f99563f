import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { AbortedError, hideSecrets, OptionError, show } from '../../base/index.ts';
import { refuseOverwriting, writeFileWhole } from '../../publish/index.ts';
import type { StudyGuess, StudyWishes } from '../../study/index.ts';
import { READS, withCommonOptions } from '../common-options.ts';
import { describeInspection } from '../describe-inspection.ts';
import { type CommonOptions, runCommand } from '../session.ts';

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
      .argument('<data>', 'the data that the study is for: a file or an address')
      .option('-o, --out <file>', 'the study file to write', 'study.yaml')
      .option('-y, --yes', 'take every guess, ask nothing')
      .option('--force', 'replace a study that is already there'),
  )
    .addHelpText(
      'after',
      `
Examples:
  clade init data.csv -o study.yaml
  clade init "postgres://ana@db/shop?table=orders" -o study.yaml
  clade init data.csv --yes && clade fit study.yaml --out out/
  clade init ECG5000_TRAIN.tsv -o beats.yaml

${READS}`,
    )
    .action((path: string, options: InitOptions) =>
      runCommand(options, async (session) => {
        if (existsSync(options.out) && !options.force) {
          throw new OptionError(
            `init: ${show(options.out)} is there already and may hold your work. Choose another name, or add --force.`,
          );
        }
        const { checkWishes, guessStudy, inspectData, suggestStudy } = await import(
          '../../study/index.ts'
        );
        const inspection = await inspectData(path, session.context);
        await refuseOverwriting(options.out, inspection.source?.files ?? []);
        const asks =
          process.stdin.isTTY &&
          process.stdout.isTTY &&
          !options.yes &&
          !options.json &&
          !options.quiet;
        if (asks) session.print(describeInspection(inspection));
        const wishes = asks
          ? await ask(
              guessStudy(inspection),
              (wishes) => checkWishes(inspection, wishes),
              session.context.signal,
            )
          : {};
        const text = suggestStudy(inspection, hideSecrets(path), wishes);
        await writeFileWhole(options.out, (made) => writeFile(made, text));
        session.print(`study  ${options.out}\nnext   clade fit ${options.out} --out out/`);
        return { study: options.out, traps: inspection.traps };
      }),
    );
}

/** Asks about each guess; an empty answer takes it, one that cannot be is asked for again. */
async function ask(
  guess: StudyGuess,
  check: (wishes: StudyWishes) => void,
  signal: AbortSignal | undefined,
): Promise<StudyWishes> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const wishes: StudyWishes = {};
  const one = async <K extends keyof StudyWishes>(
    question: string,
    guessed: string,
    key: K,
    read: (answer: string) => StudyWishes[K],
  ): Promise<void> => {
    for (;;) {
      const answer = (await lines.question(`${question} [${guessed}]: `, { signal })).trim();
      if (answer === '') return;
      const wish = { [key]: read(answer) };
      try {
        check(wish);
        Object.assign(wishes, wish);
        return;
      } catch (error) {
        if (!(error instanceof OptionError)) throw error;
        process.stdout.write(`${error.message}\n`);
      }
    }
  };
  const same = (answer: string) => answer;
  const list = (answer: string) => answer.split(/\s*,\s*/);
  try {
    await one('Columns that name one entity', guess.entity.join(', '), 'entity', list);
    if (guess.layout === 'events') {
      await one('Column with the time', guess.time ?? '', 'time', same);
      await one('Column with the amount', guess.value ?? '', 'value', same);
    } else {
      await one('Columns to segment by', guess.features.join(', '), 'features', list);
    }
    await one('Numbers of segments to try', guess.clusters, 'clusters', same);
    return wishes;
  } catch (cause) {
    // Ctrl-C and Ctrl-D at a question reach readline, not the process.
    if (cause instanceof Error && cause.name === 'AbortError')
      throw new AbortedError(undefined, { cause });
    throw cause;
  } finally {
    lines.close();
  }
}
