/**
 * Loads `node:sqlite` without the warning that Node.js 22 prints in each thread that does, and gives what `load` gives.
 * Any other warning is printed as always.
 */
export function withoutSqliteWarning<T>(load: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...more: unknown[]) => {
    if (more[0] === 'ExperimentalWarning' && String(warning).startsWith('SQLite ')) return;
    Reflect.apply(emitWarning, process, [warning, ...more]);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
