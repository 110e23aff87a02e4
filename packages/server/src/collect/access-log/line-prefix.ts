// What syslog, the journal and containers write before a line of an access log.

const PRIORITY = String.raw`(?:<\d{1,3}>)?`;
const ISO = String.raw`\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?`;
const CLASSIC = String.raw`[A-Z][a-z]{2} [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d`;
const TAG = String.raw`[\w./@-]+(?:\[\d+\])?:`;

const PREFIXES = [
  // RFC 5424: version, time, host, program, process, message id, structured data
  /^<\d{1,3}>\d{1,2} \S+ \S+ \S+ \S+ \S+ (?:-|(?:\[(?:[^\]\\]|\\.)*\])+) \ufeff?/,
  // RFC 3164 and rsyslog: time, host, program
  new RegExp(`^${PRIORITY}(?:${CLASSIC}|${ISO}) (?:[^\\s:]\\S* )?${TAG} `),
  // Kubernetes: time, stream, whole or part of a line
  new RegExp(`^${ISO} (?:stdout|stderr) [FP] `),
  // Docker Compose
  /^[\w.-]+ +\| /,
];

/** The line without such a prefix. */
export function withoutPrefix(text: string): string {
  for (const prefix of PREFIXES) {
    const found = prefix.exec(text);
    if (found !== null) return text.slice(found[0].length);
  }
  return text;
}
