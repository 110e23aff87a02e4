/** A click on an advertisement, as its network marks the address. */
export interface ClickId {
  /** The parameter's name, in lower case. */
  readonly kind: string;
  readonly id: string;
}

/** The parameters of networks, and the source that each stands for. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['gclid', 'Google'],
  ['gbraid', 'Google'],
  ['wbraid', 'Google'],
  ['dclid', 'Google'],
  ['msclkid', 'Bing'],
  ['fbclid', 'Facebook'],
  ['ttclid', 'TikTok'],
  ['twclid', 'X'],
  ['li_fat_id', 'LinkedIn'],
  ['epik', 'Pinterest'],
  ['rdt_cid', 'Reddit'],
  ['sccid', 'Snapchat'],
  ['yclid', 'Yandex'],
]);

/** A longer one is made up; a part of one would be of no use. */
const CHARACTERS_MAX = 512;

/** The click id in a page's address; null without one. Of several the one that comes first in the table. */
export function clickIdIn(parameter: (name: string) => string | null): ClickId | null {
  for (const kind of KINDS.keys()) {
    const id = parameter(kind);
    if (id !== null && id.length <= CHARACTERS_MAX) return { kind, id };
  }
  return null;
}

export function sourceOfClick({ kind }: ClickId): string {
  return KINDS.get(kind)!;
}
