import { encode } from 'uqr';

/** Light modules around the code, which scanners need (ISO/IEC 18004, 6.3.8). */
const QUIET = 4;

/** A text that a camera reads. Black on white in every theme, because some scanners read nothing else. */
export default function QrCode({ text, name }: { text: string; name: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={name} shape-rendering="crispEdges">
      <path d={path} />
    </svg>
  );
}
