import type { TextTest } from '../../model/session.js';

/** Whether a text passes a test; null for a text that is not known. */
export function passes({ is, isNot, contains }: TextTest, text: string | null): boolean {
  if (is && !is.includes(text)) return false;
  if (isNot?.includes(text)) return false;
  return !contains || containsOneOf(text, contains);
}

function containsOneOf(text: string | null, parts: readonly (string | null)[]): boolean {
  if (text === null) return parts.includes(null);
  const whole = lowered(text);
  return parts.some((part) => part !== null && whole.includes(lowered(part)));
}

/** Only A to Z have another case here, as in the `lower` of both engines. */
function lowered(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
