import { getSystemErrorMap } from 'node:util';

/** The system's description of an error, such as "no such file or directory". */
export function systemReason(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  return (errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]) ?? message;
}
