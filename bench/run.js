// npm run bench -- NAME [arguments]: runs bench/NAME.js on dist/. Without a name, says which there are.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !existsSync(`${folder}${name}.js`)) {
  const parts = [
    'run.js',
    'blobs.js',
    'built.js',
    'peer.js',
    'images.js',
    'ucr.js',
    'series-ways.js',
    'series-tables.js',
  ];
  const names = readdirSync(folder).filter((file) => file.endsWith('.js') && !parts.includes(file));
  console.log(`npm run bench -- ${names.map((file) => file.slice(0, -3)).join(' | ')}`);
  console.log('PYTHON names a Python that has the peers; without one, only ours is measured.');
  process.exit(name === undefined ? 0 : 2);
}
const { status } = spawnSync(process.execPath, [`${folder}${name}.js`, ...rest], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
