/** Ends this process when whoever started it is gone, however that came about: standard input is then at its end. */
export function endWithParent() {
  process.stdin.on('end', () => process.exit()).resume();
}
