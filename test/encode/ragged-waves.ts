import { Random } from '../../src/base/index.ts';
import { Panel, SeriesMatrix } from '../../src/numeric/index.ts';

/** Series of two channels and 12 to 24 steps: one of two waves, of some height, and in the other channel its mirror image. */
export function raggedWaves(count: number, seed = 1): SeriesMatrix {
  const random = new Random(seed);
  const steps = 24;
  const data = new Float32Array(count * 2 * steps);
  const lengths = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    lengths[i] = 12 + random.integer(13);
    const height = 0.5 + random.next();
    const pace = random.integer(2) === 0 ? 0.25 : 0.8;
    for (let t = 0; t < lengths[i]; t++) {
      const value = height * Math.sin(pace * t);
      data[2 * i * steps + t] = value + 0.05 * random.normal();
      data[(2 * i + 1) * steps + t] = -value + 0.05 * random.normal();
    }
  }
  return new SeriesMatrix(new Panel(data, count, 2, steps, lengths));
}
