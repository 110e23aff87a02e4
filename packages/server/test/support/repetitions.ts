/** How often a test repeats something, or tries it at random: a tenth of `count` in `npm run test:quick`. */
export function repetitions(count: number): number {
  return process.env.GOALPOST_TEST_QUICK === undefined ? count : Math.ceil(count / 10);
}
