import { CopyButton } from '../../parts/copy.js';
import { TextField } from '../../parts/field.js';
import { t } from '../../texts/texts.js';

/** A secret that is shown once, with a button that copies it. */
export function Secret({ about, text }: { about: string; text: string }) {
  return (
    <div class="told-once">
      <p>{about}</p>
      <code class="secret">{text}</code>
      <CopyButton text={() => text} label={t('settings.copy')} />
    </div>
  );
}

interface DaysProps {
  readonly value: string;
  readonly faults: readonly string[] | undefined;
  change(value: string): void;
}

/** For how many days something is valid. */
export function DaysField({ value, faults, change }: DaysProps) {
  return (
    <TextField
      label={t('token.days')}
      value={value}
      inputmode="numeric"
      faults={faults}
      hint={t('token.daysHint')}
      change={(text) => change(text.replace(/\D/g, ''))}
    />
  );
}
