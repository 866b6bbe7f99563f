export interface TurnedPoints {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Which point stands at each place of x and y: the farthest comes first. */
  readonly order: readonly number[];
}

/**
 * Points in space as they are seen after a turn around the upright axis and a tilt towards the viewer,
 * from far to near. Straight lines of sight: no perspective.
 *
 * @param places n × 3
 * @param turn, tilt in radians
 */
export function turnPoints(places: ArrayLike<number>, turn: number, tilt: number): TurnedPoints {
  const n = Math.floor(places.length / 3);
  const [cosTurn, sinTurn] = [Math.cos(turn), Math.sin(turn)];
  const [cosTilt, sinTilt] = [Math.cos(tilt), Math.sin(tilt)];
  const seen = Array.from({ length: n }, (_, i) => {
    const x = places[3 * i];
    const y = places[3 * i + 1];
    const z = places[3 * i + 2];
    const back = z * cosTurn - x * sinTurn;
    return {
      i,
      x: x * cosTurn + z * sinTurn,
      y: y * cosTilt - back * sinTilt,
      depth: y * sinTilt + back * cosTilt,
    };
  });
  seen.sort((a, b) => a.depth - b.depth || a.i - b.i);
  return {
    x: seen.map(({ x }) => x),
    y: seen.map(({ y }) => y),
    order: seen.map(({ i }) => i),
  };
}
