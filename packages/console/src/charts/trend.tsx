import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../texts/texts.js';
import { line, ticks } from './scale.js';

export interface Point {
  /** On the axis. */
  readonly label: string;
  /** Beside the pointer and in the table. */
  readonly title: string;
  /** Null: that time has not come yet, or there is nothing to divide by. */
  readonly now: number | null;
  readonly before: number | null;
  readonly notes: readonly string[];
}

interface Props {
  readonly name: string;
  readonly points: readonly Point[];
  /** The last point has a part of its time still to come. */
  readonly isUnfinished: boolean;
  readonly isCompared: boolean;
  /** Whether values are whole numbers. */
  readonly isWhole: boolean;
  format(value: number | null): string;
}

const HEIGHT = 184;
const EDGE = { top: 10, right: 10, bottom: 26, left: 48 };
const LABEL_WIDTH = 72;

/** Figures over time, with those of the earlier period behind them. Pointer and arrow keys show one time at a time. */
export function Trend({ name, points, isUnfinished, isCompared, isWhole, format }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useSignal(720);
  const at = useSignal<number | null>(null);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      width.value = Math.max(240, entry!.contentRect.width);
    });
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  const marks = ticks(
    Math.max(0, ...points.flatMap(({ now, before }) => [now ?? 0, isCompared ? (before ?? 0) : 0])),
    4,
    isWhole,
  );
  const top = marks.at(-1)!;
  const inner = width.value - EDGE.left - EDGE.right;
  const x = (index: number) => EDGE.left + (points.length === 1 ? inner / 2 : (index * inner) / (points.length - 1));
  const y = (value: number) => HEIGHT - EDGE.bottom - (value / top) * (HEIGHT - EDGE.top - EDGE.bottom);
  const place = (value: number | null, index: number) => (value === null ? null : ([x(index), y(value)] as const));
  const now = points.map(({ now }, index) => place(now, index));
  const before = points.map(({ before }, index) => place(before, index));
  const last = now.findLastIndex((point) => point !== null);
  const finished = isUnfinished ? now.slice(0, last) : now;
  const every = Math.max(1, Math.ceil(points.length / Math.max(1, Math.floor(inner / LABEL_WIDTH))));
  const shown = at.value === null ? null : points[Math.min(at.value, points.length - 1)]!;
  const index = Math.min(at.value ?? 0, points.length - 1);

  const point = (event: PointerEvent) => {
    const { left } = frame.current!.getBoundingClientRect();
    const share = (event.clientX - left - EDGE.left) / inner;
    at.value = Math.max(0, Math.min(points.length - 1, Math.round(share * (points.length - 1))));
  };
  const step = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: (at.value ?? points.length) - 1,
      ArrowRight: (at.value ?? -1) + 1,
      Home: 0,
      End: points.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    at.value = Math.max(0, Math.min(points.length - 1, to));
  };

  return (
    <div
      ref={frame}
      class="trend"
      role="slider"
      aria-label={t('trend.name', { name })}
      aria-valuemin={0}
      aria-valuemax={points.length - 1}
      aria-valuenow={index}
      aria-valuetext={`${points[index]?.title}: ${format(points[index]?.now ?? null)}`}
      tabIndex={0}
      data-keys
      onKeyDown={step}
      onPointerMove={point}
      onPointerLeave={() => {
        at.value = null;
      }}
      onBlur={() => {
        at.value = null;
      }}
    >
      <svg width={width.value} height={HEIGHT} aria-hidden="true">
        {marks.map((mark) => (
          <g key={mark}>
            <path
              class={mark === 0 ? 'base' : 'grid'}
              d={`M${EDGE.left} ${Math.round(y(mark)) + 0.5}H${width.value - EDGE.right}`}
            />
            <text class="mark" x={EDGE.left - 10} y={y(mark) + 4} text-anchor="end">
              {format(mark)}
            </text>
          </g>
        ))}
        {points.map(({ label, title }, index) =>
          index % every === 0 ? (
            <text
              key={title}
              class="mark"
              x={x(index)}
              y={HEIGHT - 6}
              text-anchor={index === 0 && points.length > 1 ? 'start' : index === points.length - 1 ? 'end' : 'middle'}
            >
              {label}
            </text>
          ) : null,
        )}
        {points.map(({ title, notes }, index) =>
          notes.length > 0 ? (
            <path key={title} class="note" d={`M${x(index)} ${EDGE.top}V${HEIGHT - EDGE.bottom}`} />
          ) : null,
        )}
        {isCompared && <path class="before" d={line(before)} />}
        {finished.filter(Boolean).length > 1 && (
          <path class="area" d={`${line(finished)}L${x(finished.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z`} />
        )}
        <path class="line" d={line(finished)} />
        {isUnfinished && last >= 0 && (
          <path class="line unfinished" d={line(now.slice(Math.max(0, last - 1), last + 1))} />
        )}
        {points.length === 1 && now[0] && <circle class="dot" cx={now[0][0]} cy={now[0][1]} r="4" />}
        {shown && (
          <>
            <path class="pointer" d={`M${x(index)} ${EDGE.top}V${HEIGHT - EDGE.bottom}`} />
            {isCompared && before[index] && <circle class="dot before" cx={x(index)} cy={before[index][1]} r="3.5" />}
            {now[index] && <circle class="dot" cx={x(index)} cy={now[index][1]} r="4" />}
          </>
        )}
      </svg>
      <div
        class={x(index) < width.value / 2 ? 'tip' : 'tip left'}
        hidden={!shown}
        style={shown ? { left: `${x(index)}px` } : {}}
      >
        {shown && (
          <>
            <span>{shown.title}</span>
            <strong>{format(shown.now)}</strong>
            {isCompared && <span>{t('trend.before', { value: format(shown.before) })}</span>}
            {shown.notes.map((note) => (
              <b key={note}>{note}</b>
            ))}
            {isUnfinished && index === last && <em>{t('trend.unfinished')}</em>}
          </>
        )}
      </div>
    </div>
  );
}
