/** Whether a text is an absolute http or https URL that the WHATWG URL standard can read. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
