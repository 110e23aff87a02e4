/** Round numbers from 0 to at least `max`, about `count` of them. `whole`: no fractions. */
export function ticks(max: number, count: number, whole: boolean): readonly number[] {
  if (max <= 0) return whole ? [0, 1] : [0, 0.01];
  const raw = max / count;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((one) => one >= raw)!;
  const even = whole ? Math.max(1, Math.ceil(step)) : step;
  const last = Math.ceil(max / even - 1e-9);
  return Array.from({ length: last + 1 }, (_, index) => index * even);
}

/** A path through points. Null interrupts it. */
export function line(points: readonly (readonly [x: number, y: number] | null)[]): string {
  return points
    .map((point, index) =>
      point ? `${points[index - 1] ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}` : '',
    )
    .join('');
}
