const KEY_CHARACTERS_MAX = 63;

/** A key made of a name: "Order placed!" is `order-placed`. */
export function keyFor(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, KEY_CHARACTERS_MAX)
    .replace(/^-+|-+$/g, '');
}
