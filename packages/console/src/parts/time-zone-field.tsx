import { t } from '../texts/texts.js';
import { SelectField } from './field.js';

interface Props {
  readonly value: string;
  readonly faults?: readonly string[] | undefined;
  change(zone: string): void;
}

/** In which the days of a project begin. */
export function TimeZoneField({ value, faults, change }: Props) {
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <SelectField
      label={t('settings.timeZone')}
      value={value}
      options={zones.includes(value) ? zones : [value, ...zones]}
      name={(zone) => zone.replaceAll('_', ' ')}
      faults={faults}
      hint={t('settings.timeZoneHint')}
      change={change}
    />
  );
}
