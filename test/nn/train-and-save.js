// A training of the built library with checkpoints in a folder; kill.test.ts runs it and kills it. It leaves the file `weights`.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} name @returns {Promise<any>} */
const built = (name) => import(new URL(`../../dist/${name}/index.js`, import.meta.url).href);
const { Random } = await built('base');
const nn = await built('nn');

const folder = process.argv[2];
/** @param {string} name @param {Uint8Array} bytes */
const write = (name, bytes) => {
  writeFileSync(join(folder, `${name}.part`), bytes);
  renameSync(join(folder, `${name}.part`), join(folder, name));
};

const random = new Random(1);
const x = Float32Array.from({ length: 1200 * 40 }, () => random.normal());
const trained = await nn.train(
  {
    inputs: { x: { shape: [40] } },
    build(/** @type {any} */ design, /** @type {any} */ { x: rows }) {
      const noisy = nn.gaussianNoise(design, 'input', rows, 0.1);
      const wide = nn.relu(nn.batchNorm(design, 'norm', nn.dense(design, 'wide', noisy, 64)));
      const code = nn.dense(design, 'code', nn.dropout(design, 'drop', wide, 0.2), 8);
      return { loss: nn.squaredError(nn.dense(design, 'out', code, 40), rows) };
    },
  },
  { x },
  { optimizer: nn.adamW(), epochs: 30, batch: 100, validation: 0.1, schedule: nn.cosine() },
  {
    threads: 2,
    onProgress: (/** @type {any} */ { done }) => done === 20 && process.stdout.write('.'),
    checkpoints: {
      async load(/** @type {string} */ name) {
        const file = join(folder, name);
        // A resumed training is past step 20, so it says at once that it has begun.
        process.stdout.write(existsSync(file) ? '.' : '');
        return existsSync(file) ? new Uint8Array(readFileSync(file)).buffer : undefined;
      },
      save: async (/** @type {string} */ name, /** @type {ArrayBuffer} */ state) =>
        write(name, new Uint8Array(state)),
    },
  },
);
write(
  'weights',
  Buffer.concat(
    Object.values(trained.weights).map((array) => new Uint8Array(Float32Array.from(array).buffer)),
  ),
);
