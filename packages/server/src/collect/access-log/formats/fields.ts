/** A field of a line, in brackets, in quotes (in which a backslash escapes quotes), or up to the next space. */
const FIELD = /\[([^\]]*)\](?= |$)|"([^"\\]*(?:\\.[^"\\]*)*)"(?= |$)|([^ ]+)/g;

/** Splits a line at its spaces. Quotes and brackets around fields are left out. */
export function splitFields(text: string): string[] {
  return Array.from(text.matchAll(FIELD), ([, bracketed, quoted, bare]) => bracketed ?? quoted ?? bare!);
}
