import type { Changing } from '../../api/change.js';

interface Props {
  readonly label: string;
  /** The label with the thing it is about, where several stand below each other. */
  readonly name?: string;
  /** What to delete. */
  readonly path: string;
  readonly deleting: Changing;
  deleted(): void;
}

/** Deletes something of a list at once. */
export function DeleteButton({ label, name, path, deleting, deleted }: Props) {
  const run = async () => {
    if ((await deleting.run({ method: 'DELETE', path })) !== null) deleted();
  };
  return (
    <button type="button" class="button danger" disabled={deleting.isRunning} aria-label={name} onClick={run}>
      {label}
    </button>
  );
}
