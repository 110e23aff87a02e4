/** Control characters, characters that change the direction of text, line separators, and unpaired surrogates. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Makes text safe for a terminal or a log: nobody who supplied part of it can move the cursor, start a line or reverse text.
 * Each such character becomes its `\u` escape. JSON text keeps its value.
 */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
