import { useSignal } from '@preact/signals';
import type { Call } from '../api/call.js';
import { curlOf } from '../api/curl.js';
import { maySeeAll } from '../state/project.js';
import { t } from '../texts/texts.js';
import { Icon } from './icon.js';

const SAID_MS = 2000;

/** Copies a text and says so. */
export function CopyButton({ text, label }: { text: () => string; label: string }) {
  const isCopied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    isCopied.value = true;
    setTimeout(() => {
      isCopied.value = false;
    }, SAID_MS);
  };
  return (
    <button type="button" class="item" onClick={copy}>
      <Icon name={isCopied.value ? 'check' : 'copy'} />
      <span aria-live="polite">{isCopied.value ? t('copy.done') : label}</span>
    </button>
  );
}

/** Copies the command that asks the API the same; not with a share link, whose readers have no token. */
export function CopyCurl({ call }: { call: Call }) {
  if (!maySeeAll.value) return null;
  return <CopyButton text={() => curlOf(call)} label={t('copy.curl')} />;
}
