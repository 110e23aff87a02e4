import type { Goal } from '../../api/types.js';
import { t } from '../../texts/texts.js';

/** A rule in words. */
export function ruleText(goal: Goal): string {
  switch (goal.type) {
    case 'url': {
      const { match, pattern, on } = goal.rule;
      return t('goal.isPage', { part: t(`goal.part.${on ?? 'path'}`), test: t(`goal.match.${match}`), pattern });
    }
    case 'click': {
      const { selector, text, href } = goal.rule;
      const parts = [
        selector && t('goal.isSelector', { selector }),
        text && t('goal.isText', { text }),
        href && t('goal.isLink', { test: t(`goal.match.${href.match}`), pattern: href.pattern }),
      ];
      return parts.filter(Boolean).join(' · ');
    }
    case 'event': {
      const { name, properties } = goal.rule;
      const parts = Object.entries(properties ?? {}).map(
        ([property, value]) => `${property}: ${JSON.stringify(value)}`,
      );
      return [t('goal.isEvent', { name }), ...parts].join(' · ');
    }
  }
}
