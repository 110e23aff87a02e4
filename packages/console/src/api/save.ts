import { type Call, callForCsv } from './call.js';

/** Saves the answer as a file of CSV. Rejects with a `CallError`. */
export async function saveCsv(call: Call, name: string): Promise<void> {
  saveFile(await callForCsv(call), `${name}.csv`);
}

export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
