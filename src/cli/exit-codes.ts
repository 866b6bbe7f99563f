import { AbortedError, CladeError, EngineError } from '../base/index.ts';

/** What a process ends with. 75 and 70 are sysexits.h's EX_TEMPFAIL and EX_SOFTWARE. */
export const exitCodes = {
  done: 0,
  /** The user can mend it: a wrong file, option or study. */
  usersMistake: 2,
  /** A fault of clade; the stack is printed. */
  ourMistake: 70,
  /** The same command may succeed later: no memory, no disk space. */
  tryAgain: 75,
  /** 128 + SIGINT, as a shell expects after Ctrl-C. */
  interrupted: 130,
} as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof AbortedError) return exitCodes.interrupted;
  if (error instanceof EngineError) return exitCodes.tryAgain;
  if (error instanceof CladeError) return exitCodes.usersMistake;
  return exitCodes.ourMistake;
}
