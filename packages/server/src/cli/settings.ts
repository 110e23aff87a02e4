import type { Command } from 'commander';
import { Option } from 'commander';
import type { Setting, Settings, Values } from '../settings/setting.js';
import { shown } from '../validation/faults.js';

/** The command line or its environment variables are wrong; one sentence for each fault. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
  }
}

export function environmentName(flag: string): string {
  return `GOALPOST_${flag.replaceAll('-', '_').toUpperCase()}`;
}

export function addSettings(command: Command, settings: Settings): void {
  for (const { flag, value, about, default: byDefault, repeatable } of Object.values(settings)) {
    const option = new Option(value ? `--${flag} <${value}>` : `--${flag}`, about).env(environmentName(flag));
    if (byDefault !== undefined) option.default(byDefault);
    if (repeatable) option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
    command.addOption(option);
  }
}

/**
 * The values of all settings.
 *
 * @throws {UsageError} with one sentence for each fault.
 */
export function readSettings<S extends Settings>(settings: S, command: Command): Values<S> {
  const sentences: string[] = [];
  const values = Object.entries(settings).map(([name, setting]) => {
    const option = camelCase(setting.flag);
    const variable = environmentName(setting.flag);
    const isFromEnvironment = command.getOptionValueSource(option) === 'env';
    // For a switch, Commander only checks that its variable is set, so "false" would turn it on.
    const isSwitchOfEnvironment = isFromEnvironment && setting.value === undefined;
    const given: Given = {
      typed: isSwitchOfEnvironment ? process.env[variable] : command.getOptionValue(option),
      by: isFromEnvironment ? variable : `--${setting.flag}`,
    };
    const { value, faults } = setting.repeatable ? readEach(setting, given) : readOne(setting, given);
    sentences.push(...faults);
    return [name, value];
  });
  if (sentences.length > 0) throw new UsageError(sentences);
  return Object.fromEntries(values) as Values<S>;
}

interface Given {
  readonly typed: unknown;
  /** The flag or the environment variable it came from. */
  readonly by: string;
}

interface ReadResult {
  readonly value: unknown;
  readonly faults: readonly string[];
}

const SOMETHING_ELSE = 'something else (not shown, because it may contain a password)';

function readOne(setting: Setting<unknown>, { typed, by }: Given): ReadResult {
  const text = typed === undefined ? undefined : String(typed);
  if (text === undefined && setting.required) {
    return {
      value: undefined,
      faults: [`--${setting.flag} is required (or ${environmentName(setting.flag)}): ${setting.about}`],
    };
  }
  const read = setting.read(text);
  if (read.ok) return { value: read.value, faults: [] };
  return {
    value: undefined,
    faults: [`${by} must be ${read.expected}; got ${setting.secret ? SOMETHING_ELSE : shown(text)}`],
  };
}

function readEach(setting: Setting<unknown>, { typed, by }: Given): ReadResult {
  const given = typed === undefined ? [] : [typed].flat().map(String);
  const texts = setting.holdsCommas ? given : given.flatMap((text) => text.split(',').map((item) => item.trim()));
  if (texts.length === 0) {
    const { faults } = setting.required ? readOne(setting, { typed: undefined, by }) : { faults: [] };
    return { value: [], faults };
  }
  const results = texts.map((text) => readOne(setting, { typed: text, by }));
  return { value: results.map(({ value }) => value), faults: results.flatMap(({ faults }) => faults) };
}

function camelCase(flag: string): string {
  return flag.replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
}
