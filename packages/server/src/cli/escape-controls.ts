/** Control characters, what changes the direction of text, and what ends a line or is no character by itself. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text for a terminal or a log, in which nobody who supplied part of it can move the cursor, begin a line or turn letters
 * around: each such character becomes its `\u` escape. In JSON text the value stays the same.
 */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
