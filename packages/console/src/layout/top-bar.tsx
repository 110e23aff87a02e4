import { signOut } from '../api/account.js';
import { keyName } from '../keys/keys.js';
import { changesToPage, pages } from '../pages/pages.js';
import { Brand } from '../parts/brand.js';
import { Icon } from '../parts/icon.js';
import { Link } from '../parts/link.js';
import { Menu } from '../parts/menu.js';
import { NavRow } from '../parts/nav-row.js';
import { account } from '../state/account.js';
import { opened } from '../state/opened.js';
import { view } from '../state/place.js';
import { keysAre, language, THEMES, theme } from '../state/preferences.js';
import { shared } from '../state/shared.js';
import { loadTexts, t } from '../texts/texts.js';
import { ProjectSwitcher } from './project-switcher.js';

/** The name of the program, the way to all pages, and what a browser remembers of its user. */
export function TopBar() {
  return (
    <header class="top">
      <Link to={{ view: null }} aria-label="Goalpost">
        <Brand />
      </Link>
      <ProjectSwitcher />
      {shared.value && <span class="badge good">{t('shared.readOnly')}</span>}
      <NavRow label={t('layout.pages')} current={view.value}>
        {pages.value.map(({ name, icon, key }) => (
          <Link
            key={name}
            to={changesToPage(name)}
            aria-current={view.value === name ? 'page' : undefined}
            title={keysAre.value === 'on' ? `${t(`page.${name}`)} (${keyName(key)})` : undefined}
          >
            <Icon name={icon} />
            <span>{t(`page.${name}`)}</span>
          </Link>
        ))}
      </NavRow>
      <Menu
        label={<Icon name="person" />}
        name={t(shared.value ? 'shared.menu' : 'layout.account')}
        class="button plain"
      >
        {!shared.value && <p class="who">{account.value?.email}</p>}
        <Choice
          title={t('layout.theme')}
          options={THEMES}
          chosen={theme.value}
          name={(one) => t(`theme.${one}`)}
          choose={(one) => {
            theme.value = one;
          }}
        />
        <Choice
          title={t('layout.language')}
          options={LANGUAGES}
          chosen={language.value}
          name={(one) => (one === 'system' ? t('language.system') : OWN_NAMES[one])}
          choose={(one) => {
            language.value = one;
            loadTexts();
          }}
        />
        <button
          type="button"
          class="item"
          onClick={() => {
            opened.value = 'keys';
          }}
        >
          <Icon name="keys" />
          {t('keys.title')}
          <kbd>?</kbd>
        </button>
        {!shared.value && (
          <button type="button" class="item" onClick={signOut}>
            <Icon name="sign_out" />
            {t('signIn.out')}
          </button>
        )}
      </Menu>
    </header>
  );
}

const LANGUAGES = ['system', 'en', 'nl', 'de'] as const;
const OWN_NAMES = { en: 'English', nl: 'Nederlands', de: 'Deutsch' } as const;

interface ChoiceProps<Option> {
  readonly title: string;
  readonly options: readonly Option[];
  readonly chosen: Option;
  name(option: Option): string;
  choose(option: Option): void;
}

function Choice<Option extends string>({ title, options, chosen, name, choose }: ChoiceProps<Option>) {
  return (
    <fieldset class="choice">
      <legend>{title}</legend>
      {options.map((option) => (
        <label key={option}>
          <input type="radio" name={title} checked={option === chosen} onChange={() => choose(option)} />
          {name(option)}
        </label>
      ))}
    </fieldset>
  );
}
