import { addressOf, type Call } from './call.js';

/** The command that asks the same, for a shell. The token is for the reader to fill in. */
export function curlOf({ method, path, body }: Call, accept = 'application/json'): string {
  const lines = [
    `curl -X ${method} ${quoted(addressOf(path))}`,
    `-H ${quoted('Authorization: Bearer YOUR_API_TOKEN')}`,
    `-H ${quoted(`Accept: ${accept}`)}`,
  ];
  if (body !== undefined)
    lines.push(`-H ${quoted('Content-Type: application/json')}`, `-d ${quoted(JSON.stringify(body, null, 2))}`);
  return lines.join(' \\\n  ');
}

/** Single quotes keep everything but themselves from the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
