import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { addressOf } from '../../api/call.js';
import type { LiveConversion } from '../../api/types.js';
import { project } from '../../state/project.js';

/** The newest are kept. */
const KEPT_MAX = 100;
/** After a refusal the browser gives up; this page does not. */
const RETRY_MS = 5000;

export type Connection = 'connecting' | 'open' | 'lost';

export interface Followed {
  /** The newest first. */
  readonly conversions: ReadonlySignal<readonly LiveConversion[]>;
  readonly connection: ReadonlySignal<Connection>;
}

/** The conversions of the project as they are stored, for as long as a component is there. */
export function useFollowed(): Followed {
  const conversions = useSignal<readonly LiveConversion[]>([]);
  const connection = useSignal<Connection>('connecting');
  const attempt = useSignal(0);
  useSignalEffect(() => {
    attempt.value;
    const { id } = project.value ?? {};
    const source = new EventSource(addressOf(`live${id ? `?project=${encodeURIComponent(id)}` : ''}`));
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('open', () => {
      connection.value = 'open';
    });
    source.addEventListener('conversion', ({ data }) => {
      const one = JSON.parse(data) as LiveConversion;
      // It may come more than once.
      const others = conversions.peek().filter(({ id }) => id !== one.id);
      conversions.value = [one, ...others].slice(0, KEPT_MAX);
    });
    source.addEventListener('removed', ({ data }) => {
      const { id } = JSON.parse(data) as { id: string };
      conversions.value = conversions.peek().filter((one) => one.id !== id);
    });
    source.addEventListener('error', () => {
      connection.value = 'lost';
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(() => {
        attempt.value++;
      }, RETRY_MS);
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  });
  return { conversions, connection };
}
