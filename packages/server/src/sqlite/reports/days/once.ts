/** Makes a value when it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** An object whose properties are made when they are first asked for. */
export function lazy<Made extends object>(makers: { readonly [Name in keyof Made]: () => Made[Name] }): Made {
  const made = {};
  for (const [name, make] of Object.entries<() => unknown>(makers)) {
    Object.defineProperty(made, name, { get: once(make), enumerable: true });
  }
  return made as Made;
}
