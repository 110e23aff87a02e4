interface Bar {
  /** What the pointer shows. */
  readonly title: string;
  readonly value: number;
}

const WIDTH = 10;
const GAP = 3;
const HEIGHT = 60;

/** A bar for each value; one of nothing is a line. */
export function Bars({ bars, name }: { bars: readonly Bar[]; name: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${bars.length * WIDTH - GAP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={name}
    >
      {bars.map(({ title, value }, index) => {
        const height = value === 0 ? 1 : Math.max(2, (value / most) * HEIGHT);
        return (
          <g key={title}>
            <title>{title}</title>
            <rect class="place" x={index * WIDTH} y={0} width={WIDTH} height={HEIGHT} />
            <rect
              class={value === 0 ? 'none' : ''}
              x={index * WIDTH}
              y={HEIGHT - height}
              width={WIDTH - GAP}
              height={height}
            />
          </g>
        );
      })}
    </svg>
  );
}
