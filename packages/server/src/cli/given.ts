import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { exposure } from '../settings/exposed-files.js';
import type { Setting } from '../settings/setting.js';
import { systemReason } from '../validation/system-reason.js';

/** The texts that were given for a setting: none when it was not given, more than one only when it is repeatable. */
export interface Given {
  readonly texts: readonly string[];
  /** The flag, the environment variable or the file they came from. */
  readonly by: string;
  /** Whether they were typed: on the command line, not in the environment. */
  readonly isTyped: boolean;
  readonly warnings: readonly string[];
}

export type GivenFor = ({ readonly ok: true } & Given) | { readonly ok: false; readonly fault: string };

export function environmentName(flag: string): string {
  return `GOALPOST_${flag.replaceAll('-', '_').toUpperCase()}`;
}

/** The flag that names a file with the value of a setting that may hold a secret. */
export function secretFileFlag({ flag }: Pick<Setting<unknown>, 'flag'>): string {
  return `${flag}-file`;
}

/** Looks at the command line first, then at the environment. The fault is a sentence. */
export function givenFor(setting: Setting<unknown>, command: Command): GivenFor {
  const own = optionOf(setting.flag, command);
  const file = setting.holdsSecret ? optionOf(secretFileFlag(setting), command) : NOT_GIVEN;
  if (own.rank === file.rank && own.rank > 0) {
    return { ok: false, fault: `${own.by} and ${file.by} cannot be combined; give one of them` };
  }
  return file.rank > own.rank ? fromFile(setting, file) : { ok: true, ...fromText(setting, own) };
}

/** The value that Commander has for a flag. */
interface OptionGiven {
  readonly typed: unknown;
  readonly by: string;
  /** 0: not given, or a default; 1: in the environment; 2: on the command line. */
  readonly rank: number;
}

const NOT_GIVEN: OptionGiven = { typed: undefined, by: '', rank: 0 };

function optionOf(flag: string, command: Command): OptionGiven {
  const name = camelCase(flag);
  const source = command.getOptionValueSource(name);
  const variable = environmentName(flag);
  const typed = command.getOptionValue(name);
  // For a switch, Commander only checks that its variable is set, so "false" would turn it on.
  if (source === 'env') return { typed: typed === true ? process.env[variable] : typed, by: variable, rank: 1 };
  return { typed, by: `--${flag}`, rank: source === 'cli' ? 2 : 0 };
}

function fromText(setting: Setting<unknown>, { typed, by, rank }: OptionGiven): Given {
  const texts = itemsOf(setting, typed === undefined ? [] : [typed].flat().map(String));
  const isSeen = rank === 2 && texts.some((text) => setting.holdsSecret?.(text));
  return { texts, by, isTyped: rank === 2, warnings: isSeen ? [seen(setting)] : [] };
}

function seen(setting: Setting<unknown>): string {
  const instead = `${environmentName(setting.flag)} or --${secretFileFlag(setting)}`;
  return `everybody on this machine can see the secret in --${setting.flag}; use ${instead} instead`;
}

function fromFile(setting: Setting<unknown>, { typed, by, rank }: OptionGiven): GivenFor {
  const file = String(typed);
  let content: string;
  try {
    content = readFileSync(file, 'utf8').trim();
  } catch (error) {
    return { ok: false, fault: `${by} must name a file that can be read; "${file}" cannot: ${systemReason(error)}` };
  }
  if (content === '') return { ok: false, fault: `${by} must name a file with the value in it; "${file}" is empty` };
  const found = exposure([file], 'a secret');
  const texts = itemsOf(
    setting,
    setting.repeatable ? content.split('\n').filter((line) => line.trim() !== '') : [content],
  );
  const warnings = found === null ? [] : [found];
  return { ok: true, texts, by: `the content of ${by}`, isTyped: rank === 2, warnings };
}

function itemsOf({ repeatable, holdsCommas }: Setting<unknown>, texts: readonly string[]): readonly string[] {
  return repeatable && !holdsCommas ? texts.flatMap((text) => text.split(',').map((item) => item.trim())) : texts;
}

function camelCase(flag: string): string {
  return flag.replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
}
