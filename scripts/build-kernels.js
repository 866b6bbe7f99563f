// Compiles assembly/ twice, for shared and for ordinary memory, and embeds each binary in a
// TypeScript module: a .wasm file cannot be imported the same way in Node, bundlers and browsers.
// Does nothing when the sources are older than the modules.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { main } from 'assemblyscript/asc';

const targets = ['shared', 'single'];
const out = (/** @type {string} */ target) => `src/compute/wasm/${target}.generated.ts`;

function upToDate() {
  const sources = [...readdirSync('assembly').map((name) => `assembly/${name}`), 'asconfig.json'];
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  return targets.every((target) => {
    const made = statSync(out(target), { throwIfNoEntry: false });
    return made !== undefined && made.mtimeMs > newest;
  });
}

if (process.argv.includes('--force') || !upToDate()) {
  mkdirSync('build', { recursive: true });
  mkdirSync('src/compute/wasm', { recursive: true });
  for (const target of targets) {
    const { error, stderr } = await main(['--config', 'asconfig.json', '--target', target]);
    if (error) {
      process.stderr.write(stderr.toString());
      process.exit(1);
    }
    const base64 = readFileSync(`build/kernels-${target}.wasm`).toString('base64');
    writeFileSync(
      out(target),
      `// Made by scripts/build-kernels.js from assembly/. Never edited.\nexport const wasm = '${base64}';\n`,
    );
  }
}
