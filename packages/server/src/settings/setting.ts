/** What a flag's text means, or what it should have been: `expected` completes "must be …". */
export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly expected: string };

/**
 * A setting of a command: a flag and an environment variable whose name follows from it (`--data-dir`,
 * `GOALPOST_DATA_DIR`). The flag wins.
 */
export interface Setting<Value> {
  readonly flag: string;
  /** Name of the value in the help; a setting without one is a switch. */
  readonly value?: string;
  readonly about: string;
  readonly default?: string;
  readonly required?: boolean;
  /** May be given more than once. */
  readonly repeatable?: boolean;
  /** Of a repeatable one: a text is taken as it is, and not as a list with commas. */
  readonly holdsCommas?: boolean;
  /** What was typed is not shown when it is faulty. */
  readonly secret?: boolean;
  /** Gets the text of the flag, or undefined when there is none. A repeatable one is asked about each of its texts. */
  read(text: string | undefined): Read<Value>;
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;
export type Values<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer Value> ? Value : never;
};
