// Loaded into a server under test (node --expose-gc --import): collects garbage when asked, and answers with the memory
// that is left.
process.on('message', () => {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  process.send?.(process.memoryUsage());
});
process.channel?.unref();
