import { getSystemErrorMap } from 'node:util';

/** Why the system refused, in words such as "no such file or directory". */
export function systemReason(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return (errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]) ?? message;
}
