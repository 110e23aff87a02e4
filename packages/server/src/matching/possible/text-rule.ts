import { PATTERN_CHARACTERS_MAX } from '../../model/goal.js';
import { shown } from '../../validation/faults.js';
import { automatonOf } from '../automaton.js';
import { acceptTextRule, expressionOf } from '../text-rule.js';
import { commonText, type Search } from './common-text.js';
import { repairs } from './repairs.js';
import { type Compared, type ComparedRule, isReal, languageOf, SEARCH_BYTES_MAX } from './texts.js';

/**
 * Searches for a text that the rule matches, among those that a visit's URL (or the target of a click) can have. The rule
 * must compile.
 */
export function textFor(rule: ComparedRule): Search {
  const { source, anchor } = expressionOf(rule);
  const automaton = automatonOf(source, anchor, SEARCH_BYTES_MAX);
  return commonText(automaton, languageOf(rule.on), (text) => isReal(rule.on, text));
}

const NAMES: Readonly<Record<Compared, string>> = {
  path: 'a path',
  path_query: 'a path with its query',
  url: 'a URL',
  target: 'the target of a link',
};

const RULES: Readonly<Record<Compared, string>> = {
  path: 'it begins with "/" and has no query, host or fragment',
  path_query: 'it begins with "/" and has no host or fragment',
  url: 'it begins with "https://" or "http://", or with "/" when the host is not known',
  target: 'it is an address as browsers write it',
};

/** What a rule that no text matches must be instead. Completes "must be …". */
export function wouldBeRight(rule: ComparedRule): string {
  const reasons: string[] = [];
  let tried = rule;
  for (const { reason, repair } of repairs) {
    const repaired = repair(tried);
    if (repaired === null || (repaired.pattern === tried.pattern && repaired.on === tried.on)) continue;
    reasons.push(reason);
    tried = repaired;
    if (isMatched(tried)) return `${canMatch(rule.on)}: ${reasons.join(', and ')}. Write ${written(tried, rule.on)}`;
  }
  return `${canMatch(rule.on)}: ${RULES[rule.on]}, and escapes what a URL cannot have`;
}

function canMatch(on: Compared): string {
  return `a pattern that ${NAMES[on]} can match`;
}

/** Whether a repaired rule would be accepted. */
function isMatched(rule: ComparedRule): boolean {
  const { pattern } = rule;
  if (pattern === '' || pattern.length > PATTERN_CHARACTERS_MAX || !acceptTextRule(rule).ok) return false;
  return typeof textFor(rule) === 'object';
}

function written({ pattern, on }: ComparedRule, before: Compared): string {
  return on === before ? shown(pattern) : `${shown(pattern)} with on ${shown(on)}`;
}
