/** Blocks of one to eight eighths of a character. */
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] as const;

/** A bar as long as `value` is beside `max`, which takes `width` characters. Whatever is more than nothing can be seen. */
export function barText(value: number, max: number, width: number): string {
  if (value <= 0) return '';
  const eighths = Math.max(1, Math.round((8 * width * value) / max));
  const whole = EIGHTHS[7].repeat(Math.floor(eighths / 8));
  return eighths % 8 === 0 ? whole : whole + EIGHTHS[(eighths % 8) - 1];
}
