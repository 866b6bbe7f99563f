// Lets the files named on the command line be run as programs: npm does so when it links them, but not
// again when a build has replaced them.
import { chmodSync } from 'node:fs';

for (const file of process.argv.slice(2)) chmodSync(file, 0o755);
