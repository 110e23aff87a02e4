import { debug } from './tag.js';

let told = false;

/** Tells the page's developer in the console what the collector refused and why: once, or all there is with `data-debug`. */
export function tell(sent: string, answer: string): void {
  const complains = /"(message|reason)":/.test(answer);
  if (debug != null || (complains && !told)) console.warn('Goalpost', sent, answer);
  told ||= complains;
}
