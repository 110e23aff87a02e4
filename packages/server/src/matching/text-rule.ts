import { RE2JS, RE2JSSyntaxException, RE2Set } from 're2js';
import type { TextRule } from '../model/goal.js';
import { spelledAsUrl } from '../model/url-parts.js';
import { shown } from '../validation/faults.js';
import { automatonOf, fitsMemory } from './automaton.js';
import type { Compiled } from './compiled.js';

/**
 * Steps of a compiled regular expression, its counted repetitions written out (`(?:a{10}){10}` comes to some 100). Time
 * grows with steps times text, so this is what keeps a hostile pattern cheap.
 */
export const REGEX_STEPS_MAX = 1000;

/** A compiled rule, and the automaton it goes through a text with when it needs one. */
type CompiledTextRule = Compiled<string> & { readonly automaton?: RE2Set };

/**
 * Makes a text rule ready for texts spelled as URLs. Patterns are spelled so too before they are compared, so that
 * "/über" meets "/%C3%BCber"; only a regular expression is taken as it is. Upper and lower case differ.
 */
export function compileTextRule({ match, pattern }: TextRule): CompiledTextRule {
  const literal = spelledAsUrl(pattern);
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
 * The same, for a rule that somebody gives: one that could take long over a text is refused. That takes up to 50 ms to
 * find out, so it is not asked of rules that have been accepted.
 */
export function acceptTextRule(rule: TextRule): Compiled<string> {
  const compiled = compileTextRule(rule);
  if (!compiled.automaton || fitsMemory(compiled.automaton)) return compiled;
  return { ok: false, reason: rule.match === 'glob' ? SIMPLER_GLOB : SIMPLER_REGEX };
}

const SIMPLER_GLOB =
  'a glob whose stars leave fewer ways to match a text: use fewer of them, or "**" for several in a row';
const SIMPLER_REGEX =
  'a regular expression that leaves fewer ways to match a text: begin it with "^", put ".*" in place of counts such as ".{0,50}", or share alternatives out among several goals';

/** Through RE2 as well: what stars backtrack over in a plain `RegExp` grows with every star. */
function compileGlob(glob: string): CompiledTextRule {
  const source = glob
    .split(/(\*+)/)
    .map((part) => (part === '*' ? '[^/]*' : part.startsWith('*') ? '.*' : RE2JS.quote(part)))
    .join('');
  return searcher(automatonOf(`(?s)${source}`, RE2Set.ANCHOR_BOTH));
}

function compileRegex(pattern: string): CompiledTextRule {
  try {
    const steps = stepsOf(pattern);
    if (steps <= REGEX_STEPS_MAX) return searcher(automatonOf(pattern, RE2Set.UNANCHORED));
    const reason = `a regular expression of at most ${REGEX_STEPS_MAX} steps (with its repetitions written out it has at least ${steps})`;
    return { ok: false, reason };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.input === null ? '' : `: ${shown(error.input)}`;
    const reason = `a regular expression in RE2 syntax, which has no lookaround and no backreferences (${error.error}${part})`;
    return { ok: false, reason };
  }
}

/** Compiling writes repetitions out, which takes seconds for the worst patterns; their counts alone show those. */
function stepsOf(pattern: string): number {
  const counts = [...pattern.matchAll(/(?<!\\)\{(\d+)(?:,(\d*))?\}/g)].map(([, least, most]) => Number(most || least));
  const repeated = counts.reduce((sum, count) => sum + count, 0);
  return repeated > REGEX_STEPS_MAX ? repeated : RE2JS.compile(pattern).programSize();
}

function searcher(automaton: RE2Set): CompiledTextRule {
  return { ok: true, test: (text) => automaton.match(text).length > 0, automaton };
}
