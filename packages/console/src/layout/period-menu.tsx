import { SHORTCUTS } from '../keys/keys.js';
import { Icon } from '../parts/icon.js';
import { closeMenu, Menu } from '../parts/menu.js';
import { chooseDays, choosePreset, PRESETS, type Preset, period, preset, thisDay } from '../state/period.js';
import { days } from '../texts/format.js';
import { t } from '../texts/texts.js';

/** The presets with their keys, and two dates. */
export function PeriodMenu() {
  const { from, to } = period.value;
  const label = (
    <>
      <Icon name="calendar" />
      {preset.value && <span class="strong">{t(`period.${preset.value}`)}</span>}
      <span class={preset.value ? 'dates' : 'strong'}>{days(from, to)}</span>
      <Icon name="down" />
    </>
  );
  return (
    <Menu label={label} class="button period">
      {(Object.keys(PRESETS) as Preset[]).map((name) => (
        <button
          type="button"
          key={name}
          class="item"
          aria-pressed={preset.value === name}
          onClick={({ currentTarget }) => {
            closeMenu(currentTarget);
            choosePreset(name);
          }}
        >
          {t(`period.${name}`)}
          <kbd>{KEYS.get(`period.${name}`)}</kbd>
        </button>
      ))}
      <form
        class="dates-form"
        onSubmit={(event) => {
          event.preventDefault();
          const [first, last] = new FormData(event.currentTarget).values() as Iterable<string>;
          closeMenu(event.currentTarget);
          chooseDays(first! <= last! ? { from: first!, to: last! } : { from: last!, to: first! });
        }}
      >
        <label>
          {t('period.from')}
          <input type="date" name="from" required max={thisDay.value} defaultValue={from} key={from} />
        </label>
        <label>
          {t('period.to')}
          <input type="date" name="to" required max={thisDay.value} defaultValue={to} key={to} />
        </label>
        <button type="submit" class="button primary">
          {t('period.apply')}
        </button>
      </form>
    </Menu>
  );
}

const KEYS: ReadonlyMap<string, string> = new Map(
  SHORTCUTS.flatMap(([, shortcuts]) => shortcuts.map(({ key, text }) => [text, key.toUpperCase()])),
);
