import type { Property } from '../state/filters.js';
import { codeName } from './format.js';
import { t } from './texts.js';

/** The name of a property of sessions. */
export const propertyName = (property: Property) => t(`property.${property}`);

/** How a value of a property is shown. Texts of visitors stay as they are. */
export function valueName(property: Property, value: string | null): string {
  if (value === null) return t(property === 'source' ? 'value.direct' : 'value.unknown');
  if (property === 'country') return codeName(value, 'region');
  if (property === 'language') return codeName(value, 'language');
  if (property === 'device' && (value === 'mobile' || value === 'desktop' || value === 'tablet'))
    return t(`value.${value}`);
  return value;
}
