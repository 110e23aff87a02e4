import { parseArgs } from 'node:util';
import { fail } from './run.mjs';

/** The values of a script's options; prints `help` on `--help`, and ends the script when one is wrong. */
export function readOptions(help, options, read) {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } });
    if (values.help) {
      process.stdout.write(help);
      process.exit();
    }
    return read(values);
  } catch (error) {
    return fail(error.message);
  }
}

/** Throws an error that names the option. */
export function numberOf(name, text) {
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
    throw new Error(`--${name} must be a whole number from 1 to 999999999.`);
  return Number(text);
}
