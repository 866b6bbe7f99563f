export interface Label {
  /** Wanted centre, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Centres for labels near where they are wanted, without overlaps and inside the frame. Earlier
 * labels keep their place; a later one moves outwards in rings until it is free.
 *
 * @returns one centre per label, in the order given
 */
export function placeLabels(
  labels: readonly Label[],
  frame: { readonly width: number; readonly height: number },
): { x: number; y: number }[] {
  const placed: Label[] = [];
  for (const label of labels) placed.push({ ...label, ...freeSpot(label, placed, frame) });
  return placed.map(({ x, y }) => ({ x, y }));
}

function freeSpot(
  label: Label,
  placed: readonly Label[],
  frame: { readonly width: number; readonly height: number },
) {
  for (let ring = 0; ring < 24; ring++) {
    const turns = ring === 0 ? 1 : 8 + ring * 2;
    for (let turn = 0; turn < turns; turn++) {
      const angle = (turn / turns) * 2 * Math.PI + ring * 0.4;
      const spot = inside(
        label.x + Math.cos(angle) * ring * label.height * 0.7,
        label.y + Math.sin(angle) * ring * label.height * 0.7,
        label,
        frame,
      );
      if (placed.every((other) => !overlap({ ...label, ...spot }, other))) return spot;
    }
  }
  return inside(label.x, label.y, label, frame);
}

function inside(
  x: number,
  y: number,
  label: Label,
  frame: { readonly width: number; readonly height: number },
) {
  return {
    x: Math.min(Math.max(x, label.width / 2), frame.width - label.width / 2),
    y: Math.min(Math.max(y, label.height / 2), frame.height - label.height / 2),
  };
}

function overlap(a: Label, b: Label): boolean {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2
  );
}
