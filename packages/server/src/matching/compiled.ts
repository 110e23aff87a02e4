/** A compiled test, or the reason why it does not compile. */
export type Compiled<Input> =
  | { readonly ok: true; readonly test: (input: Input) => boolean }
  | {
      readonly ok: false;
      /** Completes "must be …". */
      readonly reason: string;
    };
