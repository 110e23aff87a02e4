/** Exits when the parent process has ended for any reason, which closes standard input. */
export function endWithParent() {
  process.stdin.on('end', () => process.exit()).resume();
}
