import { line } from './scale.js';

const WIDTH = 96;
const HEIGHT = 24;

/** A small line without axes, beside the figures that it draws. */
export function Spark({ values }: { values: readonly number[] }) {
  const max = Math.max(...values, 1);
  const x = (index: number) => (values.length === 1 ? WIDTH / 2 : 1 + (index * (WIDTH - 2)) / (values.length - 1));
  const points = values.map((value, index) => [x(index), HEIGHT - 2 - (value / max) * (HEIGHT - 4)] as const);
  const path = line(points);
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {points.length > 1 && <path class="area" d={`${path}L${WIDTH - 1} ${HEIGHT}L1 ${HEIGHT}Z`} />}
      <path class="line" d={path} />
    </svg>
  );
}
