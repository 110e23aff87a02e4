import type { IncomingHttpHeaders } from 'node:http';

/** Whether a request says that its visitor objects to tracking: by Global Privacy Control or Do Not Track. */
export function hasOptedOut({ 'sec-gpc': globalPrivacyControl, dnt }: IncomingHttpHeaders): boolean {
  return globalPrivacyControl === '1' || dnt === '1';
}
