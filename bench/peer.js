import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * A Python process that answers one line of JSON with one line of JSON, so that its imports and its
 * compiled code stay warm between rounds. Undefined when PYTHON is not set.
 *
 * @param {string} script a file in bench/peers
 * @param {string | undefined} python the interpreter, where it is not that of the other peers
 */
export async function openPeer(script, python = process.env.PYTHON) {
  if (python === undefined) {
    console.log('PYTHON is not set: only ours is measured.');
    return undefined;
  }
  const path = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
  // -P: a script's own folder would come first, and its name may be that of a package it needs.
  const child = spawn(python, ['-P', path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${script} ended without an answer`);
    return JSON.parse(value);
  };
  console.log(JSON.stringify(await answer()));
  return {
    /** @param {object} question */
    ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return answer();
    },
    close() {
      child.stdin.end();
    },
  };
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** @param {readonly number[]} values */
export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
