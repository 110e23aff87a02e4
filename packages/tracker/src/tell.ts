import { debug } from './tag.js';

let complaints = 0;

/** Tells the page's developer in the console what the collector refused and why: once, or everything with `data-debug`. */
export function tell(sent: string, answer: string): void {
  if (debug != null || (/"(message|reason)":/.test(answer) && !complaints++)) console.warn('Goalpost', sent, answer);
}
