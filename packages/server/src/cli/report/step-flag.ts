import { GOAL_TYPES, TEXT_MATCHES } from '../../model/goal.js';
import type { Setting } from '../../settings/setting.js';

const EXPECTED =
  'the key of a goal, or a rule: url:prefix:/cart, click: and a CSS selector, or event: and the name of an event';

/** `--step cart` is a goal; with a colon it is a rule. Keys of goals have no colon. */
export const stepSetting: Setting<readonly object[]> = {
  flag: 'step',
  value: 'step',
  about: `${EXPECTED}; may be repeated, in order`,
  repeatable: true,
  holdsCommas: true,
  read: (given = '') => {
    const step = given.includes(':') ? ruleStep(given) : { goal: given };
    // Called once for each step; the caller collects them.
    return step === null ? { ok: false, expected: EXPECTED } : { ok: true, value: step as never };
  },
};

/** A step of the API; its name is what was given. */
function ruleStep(given: string): object | null {
  const [kind, rest] = atColon(given);
  const type = GOAL_TYPES.find((one) => one === kind);
  const rule = type && ruleOf(type, rest);
  return rule ? { name: given, type, rule } : null;
}

function ruleOf(type: (typeof GOAL_TYPES)[number], text: string): object | null {
  if (type === 'click') return { selector: text };
  if (type === 'event') return { name: text };
  const [how, pattern] = atColon(text);
  const match = TEXT_MATCHES.find((one) => one === how);
  return match && pattern !== '' ? { match, pattern } : null;
}

function atColon(text: string): [before: string, after: string] {
  const at = text.indexOf(':');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
