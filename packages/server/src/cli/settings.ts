import type { Command } from 'commander';
import { Option } from 'commander';
import type { Setting, Settings, Values } from '../settings/setting.js';
import { shown } from '../validation/faults.js';
import { environmentName, type Given, givenFor, secretFileFlag } from './given.js';

/** The command line or its environment variables are wrong; one sentence for each fault. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
  }
}

/** @throws {UsageError} when there is a fault. */
export function requireNoFaults(sentences: readonly string[]): void {
  if (sentences.length > 0) throw new UsageError(sentences);
}

export function addSettings(command: Command, settings: Settings): void {
  for (const setting of Object.values(settings)) {
    const { flag, value, about, group, default: byDefault, repeatable, holdsSecret } = setting;
    const option = new Option(value ? `--${flag} <${value}>` : `--${flag}`, about).env(environmentName(flag));
    // Commander would take "--no-console" for the opposite of "--console", which is true by default.
    option.negate = false;
    if (byDefault !== undefined) option.default(byDefault);
    if (repeatable) option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
    addOption(command, option, group);
    if (holdsSecret) {
      const file = secretFileFlag(setting);
      const aboutFile = `file that holds the value of --${flag}${repeatable ? ', one per line' : ''}`;
      addOption(command, new Option(`--${file} <file>`, aboutFile).env(environmentName(file)), group);
    }
  }
}

function addOption(command: Command, option: Option, group: string | undefined): void {
  command.addOption(group === undefined ? option : option.helpGroup(`${group}:`));
}

export interface SettingsRead<S extends Settings> {
  readonly values: Values<S>;
  /** The names of the settings that were given on the command line. */
  readonly typed: ReadonlySet<string>;
  /** Warnings for the operator; the command still runs. */
  readonly warnings: readonly string[];
}

/**
 * The values of all settings.
 *
 * @throws {UsageError} with one sentence for each fault.
 */
export function readSettings<S extends Settings>(settings: S, command: Command): SettingsRead<S> {
  const sentences: string[] = [];
  const warnings: string[] = [];
  const typed = new Set<string>();
  const values = Object.entries(settings).map(([name, setting]) => {
    const given = givenFor(setting, command);
    const { value, faults } = given.ok ? read(setting, given) : { value: undefined, faults: [given.fault] };
    sentences.push(...faults);
    if (given.ok) warnings.push(...given.warnings);
    if (given.ok && given.isTyped) typed.add(name);
    return [name, value];
  });
  if (sentences.length > 0) throw new UsageError(sentences);
  return { values: Object.fromEntries(values) as Values<S>, typed, warnings };
}

interface ReadResult {
  readonly value: unknown;
  readonly faults: readonly string[];
}

const SOMETHING_ELSE = 'something else (not shown, because it may contain a password)';

function read(setting: Setting<unknown>, given: Given): ReadResult {
  return setting.repeatable ? readEach(setting, given) : readOne(setting, given.texts[0], given.by);
}

function readOne(setting: Setting<unknown>, text: string | undefined, by: string): ReadResult {
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
    faults: [`${by} must be ${read.expected}; got ${setting.holdsSecret ? SOMETHING_ELSE : shown(text)}`],
  };
}

function readEach(setting: Setting<unknown>, { texts, by }: Given): ReadResult {
  if (texts.length === 0) {
    const { faults } = setting.required ? readOne(setting, undefined, by) : { faults: [] };
    return { value: [], faults };
  }
  const results = texts.map((text) => readOne(setting, text, by));
  return { value: results.map(({ value }) => value), faults: results.flatMap(({ faults }) => faults) };
}
