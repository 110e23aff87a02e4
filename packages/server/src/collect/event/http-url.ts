/** Whether a text is an absolute http or https URL that parses by the WHATWG URL standard. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
