/** First bytes of files that are not text; from https://en.wikipedia.org/wiki/List_of_file_signatures. */
const SIGNATURES: readonly (readonly [hex: string, what: string])[] = [
  ['425a68', 'bzip2 data; unpack it with bzip2 -d'],
  ['fd377a585a00', 'xz data; unpack it with xz -d'],
  ['28b52ffd', 'zstd data; unpack it with zstd -d'],
  ['04224d18', 'lz4 data; unpack it with lz4 -d'],
  ['1f9d', 'data of compress; unpack it with gzip -d'],
  ['504b0304', 'a zip archive; unpack it with unzip'],
  ['377abcaf271c', 'a 7z archive; unpack it with 7z x'],
  ['25504446', 'a PDF file'],
  ['53514c69746520666f726d6174203300', 'an SQLite database'],
  ['504152', 'a Parquet file'],
  ['0000feff', 'UTF-32 text; convert it with iconv -f UTF-32 -t UTF-8'],
  ['fffe0000', 'UTF-32 text; convert it with iconv -f UTF-32 -t UTF-8'],
  ['fffe', 'UTF-16 text; convert it with iconv -f UTF-16 -t UTF-8'],
  ['feff', 'UTF-16 text; convert it with iconv -f UTF-16 -t UTF-8'],
];

/** Bytes at the beginning of a file that are enough to tell. */
export const HEAD_BYTES = 512;

/** What a file looks like that is not UTF-8 text, and how to convert it; null when it may be text. */
export function binaryKind(head: Buffer): string | null {
  const hex = head.toString('hex', 0, 32);
  const found = SIGNATURES.find(([signature]) => hex.startsWith(signature));
  if (found) return found[1];
  if (head.toString('latin1', 257, 262) === 'ustar') return 'a tar archive; unpack it with tar -x';
  const half = head.subarray(0, HEAD_BYTES);
  const zeros = [0, 1].map((start) => half.filter((byte, index) => index % 2 === start && byte === 0).length);
  // Western text in UTF-16 has a zero in every other byte.
  if (half.length >= 4) {
    if (zeros[1]! * 3 > half.length && zeros[0] === 0) return 'UTF-16 text; convert it with iconv -f UTF-16LE -t UTF-8';
    if (zeros[0]! * 3 > half.length && zeros[1] === 0) return 'UTF-16 text; convert it with iconv -f UTF-16BE -t UTF-8';
  }
  return (zeros[0]! + zeros[1]!) * 10 > half.length ? 'binary data' : null;
}

/** What the first lines of a text look like; null when that cannot be told. */
export function textKind(lines: readonly string[]): string | null {
  const [first = '', second = first] = lines;
  if (/^\s*<(?:!doctype html|html)/i.test(first)) return 'an HTML page';
  if (/^\s*<(?:\?xml|[a-z])/i.test(first)) return 'XML';
  if (/^\s*\[/.test(first) && /^\s*\[\s*(?:[{"\d]|$)/.test(first))
    return 'a JSON array; write one object a line, as jq -c ".[]" does';
  if (first.startsWith('{')) {
    if (/"session_id"\s*:/.test(first)) return 'events in NDJSON; import them with the format ndjson';
    return 'JSON whose fields are not those of a known server';
  }
  if (/^\s*\{\s*$/.test(first)) return 'JSON over several lines; write one object a line, as jq -c "." does';
  if (/^\d{4}-\d\d-\d\d[ \t]\d\d:\d\d:\d\d[ \t]/.test(first))
    return 'W3C Extended without the line "#Fields:" that names its fields';
  for (const [separator, name] of [
    [',', 'CSV'],
    [';', 'CSV (with semicolons)'],
    ['\t', 'tab-separated values'],
  ] as const) {
    const columns = first.split(separator).length;
    if (columns >= 3 && second.split(separator).length === columns) return name;
  }
  return null;
}
