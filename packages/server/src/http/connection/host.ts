const HOST = /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/i;

/** Whether a text is a host name or an address (IPv6 in brackets), with or without a port. */
export function isHost(text: string): boolean {
  return HOST.test(text);
}
