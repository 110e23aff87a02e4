import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../texts/texts.js';
import { Empty, Loading } from './states.js';

type LazyProps<Props> = Props & {
  load(): Promise<{ readonly default: ComponentType<Props> }>;
  /** Of the document. */
  readonly title: string;
};

/** A page whose file the browser loads when it is first opened. */
export function Lazy<Props extends object>({ load, title, ...props }: LazyProps<Props>) {
  const loaded = useSignal<{ readonly Content: ComponentType<Props> } | 'failed' | null>(null);
  useEffect(() => {
    loaded.value = null;
    load().then(
      ({ default: Content }) => {
        loaded.value = { Content };
      },
      () => {
        loaded.value = 'failed';
      },
    );
  }, [load]);
  useEffect(() => {
    document.title = `${title} · Goalpost`;
  }, [title]);
  if (loaded.value === null) return <Loading lines={12} />;
  // The server was upgraded since this page was opened, or cannot be reached.
  if (loaded.value === 'failed') {
    return (
      <Empty icon="warning" title={t('state.changed')}>
        <button type="button" class="button" onClick={() => location.reload()}>
          {t('state.reload')}
        </button>
      </Empty>
    );
  }
  const { Content } = loaded.value;
  return <Content {...(props as unknown as Props)} />;
}
