import { type Call, callForCsv } from './call.js';

/** Saves the answer as a file of CSV. Rejects with a `CallError`. */
export async function saveCsv(call: Call, name: string): Promise<void> {
  const address = URL.createObjectURL(await callForCsv(call));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
