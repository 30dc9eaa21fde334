/** Finds room for the names of single points in a square log-log panel. */
import { textWidth } from './text-width.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface NamedPoint extends Spot {
  readonly name: string;
}

/** A point with the place where its name begins, or ends where it stands on the left. */
export interface PlacedLabel extends NamedPoint {
  readonly labelX: number;
  readonly labelY: number;
  /** Where the line from the point meets the name. */
  readonly leaderX: number;
  readonly side: 'left' | 'right';
}

export interface Panel {
  /** Both axes run over the same values, logarithmically. */
  readonly domain: readonly [number, number];
  /** Width and height [px]. */
  readonly size: number;
}

export const LABEL_SIZE = 9;
const LINE = 11;
const GAP = 8;
/** Half the width of a point [px]. */
const DOT = 3;
/** How far a name may move from its point, away from the diagonal or towards it [lines]. */
const SHIFTS = [0, 1, -1, 2, -2, 3, -3, 4, -4];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The names that fit without covering each other or a point; earlier ones choose first.
 * A point above the diagonal has its name on the left of it, one below on the right, so that the
 * names stay out of the crowd around the diagonal.
 * @param crowd every point of the panel, named or not.
 */
export function placeLabels(
  points: readonly NamedPoint[],
  crowd: readonly Spot[],
  panel: Panel,
): PlacedLabel[] {
  const dots = crowd.map((spot) => dotBox(pixelsOf(spot, panel)));
  const names: Box[] = [];
  return points.flatMap((point) => {
    const at = pixelsOf(point, panel);
    const side: 'left' | 'right' = point.y > point.x ? 'left' : 'right';
    const width = textWidth(point.name, LABEL_SIZE);
    // A name that would leave the panel begins earlier, then above or below its point.
    const x =
      side === 'left' ? Math.max(at.x - GAP, width) : Math.min(at.x + GAP, panel.size - width);
    for (const shift of SHIFTS) {
      const y = at.y + shift * LINE * (side === 'left' ? -1 : 1);
      const box = boxOf(width, x, y, side);
      const isFree = ![...names, ...dots].some((other) => overlap(box, other));
      if (!isFree || !isInside(box, panel.size)) continue;
      names.push(box);
      const nearest = Math.min(Math.max(at.x, box.left), box.right);
      return [
        {
          ...point,
          labelX: toValue(x, panel),
          labelY: toValue(panel.size - y, panel),
          leaderX: toValue(nearest, panel),
          side,
        } as const,
      ];
    }
    return [];
  });
}

function pixelsOf({ x, y }: Spot, panel: Panel): Spot {
  return { x: toPixel(x, panel), y: panel.size - toPixel(y, panel) };
}

function dotBox({ x, y }: Spot): Box {
  return { left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT };
}

function boxOf(width: number, x: number, y: number, side: 'left' | 'right'): Box {
  const left = side === 'left' ? x - width : x;
  return { left, right: left + width, top: y - LINE / 2, bottom: y + LINE / 2 };
}

function isInside({ left, right, top, bottom }: Box, size: number): boolean {
  return left >= 0 && right <= size && top >= 0 && bottom <= size;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function toPixel(value: number, { domain, size }: Panel): number {
  return (size * Math.log(value / domain[0])) / Math.log(domain[1] / domain[0]);
}

function toValue(pixel: number, { domain, size }: Panel): number {
  return domain[0] * (domain[1] / domain[0]) ** (pixel / size);
}
