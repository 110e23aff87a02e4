/** A test made ready for use, or why there can be none. */
export type Compiled<Input> =
  | { readonly ok: true; readonly test: (input: Input) => boolean }
  | {
      readonly ok: false;
      /** Completes "must be …". */
      readonly reason: string;
    };
