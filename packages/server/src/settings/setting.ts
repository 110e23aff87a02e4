/** The value of a flag's text, or the reason it is wrong: `expected` completes "must be …". */
export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly expected: string };

/**
 * A setting of a command: a flag, and an environment variable named after it (`--data-dir`, `GOALPOST_DATA_DIR`). The
 * flag wins.
 */
export interface Setting<Value> {
  readonly flag: string;
  /** Name of the value in the help; a setting without one is a switch. */
  readonly value?: string;
  readonly about: string;
  /** The heading in the help; without one it is among the others. */
  readonly group?: string;
  readonly default?: string;
  readonly required?: boolean;
  /** May be given more than once. */
  readonly repeatable?: boolean;
  /** For a repeatable setting: commas are part of the text and do not separate items. */
  readonly holdsCommas?: boolean;
  /**
   * For a setting that may hold a secret: whether this text does. Messages never show such a setting, a flag with a secret
   * warns, because everybody on the machine can see it, and the text can come from a file (`--token-file`).
   */
  readonly holdsSecret?: (text: string) => boolean;
  /**
   * Takes the text of the flag, or undefined when it is not given. Called once for each text of a repeatable setting.
   */
  read(text: string | undefined): Read<Value>;
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;
export type Values<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer Value> ? Value : never;
};
