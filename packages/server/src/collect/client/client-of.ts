import Bowser from 'bowser';
import { LRUCache } from 'lru-cache';
import { type Client, UNKNOWN } from '../../model/client.js';

interface Hints {
  /** The `User-Agent` header. */
  readonly userAgent: string | null;
  /** The `Accept-Language` header. */
  readonly acceptLanguage?: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | null;
}

/** Longer ones are cut: no browser has such, and nobody is to make us read them. */
const USER_AGENT_CHARACTERS_MAX = 512;
const ACCEPT_LANGUAGE_CHARACTERS_MAX = 128;
const USER_AGENTS_KEPT_MAX = 4096;
const LANGUAGES_KEPT_MAX = 1024;

/** What a visitor uses, as far as a request or its line in a log says. */
export function clientOf({ userAgent, acceptLanguage = null, country = null }: Hints): Client {
  const program = userAgent === null ? UNKNOWN : programOf(userAgent.slice(0, USER_AGENT_CHARACTERS_MAX));
  if (acceptLanguage === null && country === null) return program;
  return { ...program, language: acceptLanguage === null ? null : languageOf(acceptLanguage), country };
}

/** Reading one takes some 30 us, and a site's visitors share a few hundred. */
const programs = new LRUCache<string, Client>({ max: USER_AGENTS_KEPT_MAX });

function programOf(userAgent: string): Client {
  let program = programs.get(userAgent);
  if (!program) {
    program = userAgent === '' ? UNKNOWN : read(userAgent);
    programs.set(userAgent, program);
  }
  return program;
}

/** The parser always finds something; what follows no convention is a program that may say anything, so not believed. */
function read(userAgent: string): Client {
  const parser = Bowser.getParser(userAgent);
  const platformOs = parser.getOSName() || null;
  if (!/^(?:Mozilla|Opera)\//.test(userAgent)) return { ...UNKNOWN, platformOs };
  return {
    ...UNKNOWN,
    browser: browserOf(userAgent, parser.getBrowserName()),
    device: parser.getPlatformType() || null,
    platformOs,
  };
}

/** A name the parser does not know is a word it came upon; these two it takes wherever WebKit or Android stands. */
function browserOf(userAgent: string, name: string): string | null {
  if (!BROWSERS.has(name)) return null;
  const isAssumed = name === 'Safari' || name === 'Android Browser';
  return isAssumed && !userAgent.includes('Safari/') ? null : name;
}

const BROWSERS = new Set(Object.values(Bowser.BROWSER_MAP));

/** As with user agents. */
const languages = new LRUCache<string, { readonly tag: string | null }>({ max: LANGUAGES_KEPT_MAX });

function languageOf(acceptLanguage: string): string | null {
  const header = acceptLanguage.slice(0, ACCEPT_LANGUAGE_CHARACTERS_MAX);
  let language = languages.get(header);
  if (!language) {
    language = { tag: preferred(header) };
    languages.set(header, language);
  }
  return language.tag;
}

/** The language with the highest weight, the first of several (RFC 9110, 12.5.4), as BCP 47 writes it. */
function preferred(acceptLanguage: string): string | null {
  const ranges = acceptLanguage
    .split(',')
    .map((range) => /^\s*([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}))?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*$/i.exec(range))
    .filter((found) => found !== null)
    .map(([, language, region, weight = '1']) => ({
      tag: region === undefined ? language!.toLowerCase() : `${language!.toLowerCase()}-${region.toUpperCase()}`,
      weight: Number(weight),
    }));
  const best = ranges.reduce((most, one) => (one.weight > most.weight ? one : most), { tag: '', weight: 0 });
  return best.tag || null;
}
