import type { Command } from 'commander';
import { wholeNumber } from './arguments.ts';

/** The options that every command takes, in one wording. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON line last on stdout, for programs')
    .option('--quiet', 'print errors only')
    .option(
      '--threads <n>',
      'threads to use; never changes a result (default: all cores)',
      wholeNumber(1),
    );
}
