// The other side of session-thread.ts: one net on this thread, asked by messages. Plain JavaScript, because a
// thread loads this file from src/ and from dist/ alike.
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** @typedef {import('./session.ts').TensorData} TensorData */

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const session = await InferenceSession.create(workerData.file, workerData.options);

port.on('message', async (/** @type {Record<string, TensorData> | null} */ feeds) => {
  if (feeds === null) {
    await session.release();
    port.close();
    return;
  }
  try {
    const made = await session.run(
      Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, wrap(value)])),
    );
    port.postMessage({
      made: Object.fromEntries(
        Object.entries(made).map(([name, { data, dims }]) => [name, { data, shape: dims }]),
      ),
    });
  } catch (cause) {
    port.postMessage({ failed: cause instanceof Error ? cause.message : String(cause) });
  }
});
port.postMessage('open');

/** @param {TensorData} value */
function wrap({ data, shape }) {
  if (data instanceof Float32Array) return new Tensor('float32', data, shape);
  if (data instanceof BigInt64Array) return new Tensor('int64', data, shape);
  return new Tensor('bool', data, shape);
}
