import { RE2JS, RE2JSSyntaxException, RE2Set } from 're2js';
import type { TextRule } from '../model/goal.js';
import { spelledAsUrl, withAsciiHost } from '../model/url-parts.js';
import { shown } from '../validation/faults.js';
import { automatonOf, fitsMemory } from './automaton.js';
import type { Compiled } from './compiled.js';

/**
 * Steps of a compiled regular expression with its counted repetitions expanded (`(?:a{10}){10}` has about 100). The time
 * taken grows with steps times text length, so this limit keeps a hostile pattern cheap.
 */
export const REGEX_STEPS_MAX = 1000;

/** A compiled rule, with the automaton that runs it when it has one. */
type CompiledTextRule = Compiled<string> & { readonly automaton?: RE2Set };

/**
 * Compiles a text rule into a test of texts that are spelled as URLs. Patterns are converted to the same spelling, so
 * "/über" matches "/%C3%BCber", and "https://bücher.example/" the host "xn--bcher-kva.example"; regular expressions are used unchanged. Matching is case-sensitive.
 */
export function compileTextRule({ match, pattern }: TextRule): CompiledTextRule {
  const literal = spelledAsUrl(withAsciiHost(pattern));
  switch (match) {
    case 'equals':
      return { ok: true, test: (text) => text === literal };
    case 'prefix':
      return { ok: true, test: (text) => text.startsWith(literal) };
    case 'contains':
      return { ok: true, test: (text) => text.includes(literal) };
    case 'glob':
      return compileGlob(literal);
    case 'regex':
      return compileRegex(pattern);
  }
}

/**
 * Compiles a rule that a caller submits, and refuses it when matching could be slow. The check takes up to 50 ms, so it
 * is not repeated for rules that were accepted.
 */
export function acceptTextRule(rule: TextRule): Compiled<string> {
  const compiled = compileTextRule(rule);
  if (!compiled.automaton || fitsMemory(compiled.automaton)) return compiled;
  return { ok: false, reason: rule.match === 'glob' ? SIMPLER_GLOB : SIMPLER_REGEX };
}

const SIMPLER_GLOB = 'a glob with fewer ways to match a text: use fewer stars, or "**" for several in a row';
const SIMPLER_REGEX =
  'a regular expression with fewer ways to match a text: begin it with "^", replace counts such as ".{0,50}" with ".*", or split its alternatives into several goals';

/** An expression that matches the same texts, and how it is anchored. */
export function expressionOf({ match, pattern }: TextRule): { readonly source: string; readonly anchor: number } {
  const literal = spelledAsUrl(withAsciiHost(pattern));
  switch (match) {
    case 'equals':
      return { source: RE2JS.quote(literal), anchor: RE2Set.ANCHOR_BOTH };
    case 'prefix':
      return { source: RE2JS.quote(literal), anchor: RE2Set.ANCHOR_START };
    case 'contains':
      return { source: RE2JS.quote(literal), anchor: RE2Set.UNANCHORED };
    case 'glob':
      return { source: globSource(literal), anchor: RE2Set.ANCHOR_BOTH };
    case 'regex':
      return { source: pattern, anchor: RE2Set.UNANCHORED };
  }
}

/** Uses RE2, because a plain `RegExp` backtracks more with every star. */
function compileGlob(glob: string): CompiledTextRule {
  return testWith(automatonOf(globSource(glob), RE2Set.ANCHOR_BOTH));
}

function globSource(glob: string): string {
  const source = glob
    .split(/(\*+)/)
    .map((part) => (part === '*' ? '[^/]*' : part.startsWith('*') ? '.*' : RE2JS.quote(part)))
    .join('');
  return `(?s)${source}`;
}

function compileRegex(pattern: string): CompiledTextRule {
  try {
    const steps = stepsOf(pattern);
    if (steps <= REGEX_STEPS_MAX) return testWith(automatonOf(pattern, RE2Set.UNANCHORED));
    const reason = `a regular expression of at most ${REGEX_STEPS_MAX} steps (with its repetitions expanded it has at least ${steps})`;
    return { ok: false, reason };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.input === null ? '' : `: ${shown(error.input)}`;
    const reason = `a regular expression in RE2 syntax, which has no lookaround and no backreferences (${error.error}${part})`;
    return { ok: false, reason };
  }
}

/** Compiling expands repetitions, which takes seconds for the worst patterns. The counts alone reveal those patterns. */
function stepsOf(pattern: string): number {
  const counts = [...pattern.matchAll(/(?<!\\)\{(\d+)(?:,(\d*))?\}/g)].map(([, least, most]) => Number(most || least));
  const repeated = counts.reduce((sum, count) => sum + count, 0);
  return repeated > REGEX_STEPS_MAX ? repeated : RE2JS.compile(pattern).programSize();
}

function testWith(automaton: RE2Set): CompiledTextRule {
  return { ok: true, test: (text) => automaton.match(text).length > 0, automaton };
}
