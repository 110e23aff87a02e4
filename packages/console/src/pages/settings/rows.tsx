import type { ComponentChildren } from 'preact';
import type { IconName } from '../../parts/icon.js';
import { Empty, Loading } from '../../parts/states.js';

export interface Row {
  readonly key: string;
  readonly title: string;
  /** Lines below the title. */
  readonly details: readonly (string | null)[];
  /** What can be done with it. */
  readonly tools?: ComponentChildren;
}

interface Props {
  /** Null while they are not there. */
  readonly rows: readonly Row[] | null;
  /** What stands there without any. */
  readonly none?: { readonly icon: IconName; readonly title: string };
}

/** A list of the settings. */
export function Rows({ rows, none }: Props) {
  if (rows === null) return <Loading lines={4} />;
  if (rows.length === 0 && none) return <Empty {...none} />;
  return (
    <ul class="rows">
      {rows.map(({ key, title, details, tools }) => (
        <li key={key}>
          <div>
            <strong>{title}</strong>
            {details.map((line, index) => line && <span key={index}>{line}</span>)}
          </div>
          {tools}
        </li>
      ))}
    </ul>
  );
}
