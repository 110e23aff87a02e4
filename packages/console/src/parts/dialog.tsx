import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../texts/texts.js';
import { Icon } from './icon.js';

interface Props {
  readonly title: string;
  readonly isWide?: boolean;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
  close(): void;
}

/** A modal dialog, open for as long as it is there. The browser keeps the focus in it and closes it with Esc. */
export function Dialog({ title, isWide = false, tools, children, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isWide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onMouseDown={(event) => event.target === dialog.current && close()}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {tools}
        <button type="button" class="button plain" aria-label={t('dialog.close')} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="content">{children}</div>
    </dialog>
  );
}
