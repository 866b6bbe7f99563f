import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the program in the README runs as it stands there and prints two segments', () => {
  const [, program] = /```ts\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  // From the package's own folder, so that clade/… is found as a user's program finds it.
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(printed).toMatch(/\[ 0, 0, 1, 1, 0 \] 0\.92\d+ Int32Array\(1\) \[ 1 \]/);
});
