import type { AddressRange } from '../../http/connection/ip-address.js';
import { cleanText } from '../../validation/clean.js';
import { COMMENT, type FieldsReader, type LogFormat } from './formats/format.js';
import { withoutPrefix } from './line-prefix.js';
import { checkFields, type FieldsChecked } from './logged-request.js';

/** A line: a request, a fault, or nothing (a comment). */
export type LineParsed = FieldsChecked | typeof COMMENT;

/** Parses the lines of one file in order, also behind prefixes of syslog and containers. Never throws. */
export class LineParser {
  readonly #read: FieldsReader;
  readonly #proxies: readonly AddressRange[];

  constructor(format: LogFormat, proxies: readonly AddressRange[]) {
    this.#read = format.open();
    this.#proxies = proxies;
  }

  parse(line: string): LineParsed {
    const text = cleanText(line);
    const parsed = this.#parse(text);
    if (parsed === COMMENT || parsed.ok) return parsed;
    const bare = withoutPrefix(text);
    return bare === text ? parsed : this.#parse(bare);
  }

  #parse(text: string): LineParsed {
    const fields = this.#read(text);
    if (fields === COMMENT) return COMMENT;
    return 'misread' in fields ? { ok: false, sentence: fields.misread } : checkFields(fields, this.#proxies);
  }
}
