import { median } from '../measure/statistics.mjs';

/** What was measured of a case and a contender; of reads, on one data set. */
export function find(reads, caseName, contender, conversions) {
  return reads.find(
    (read) => read.case === caseName && read.contender === contender && read.conversions === conversions,
  );
}

/** The median over the rounds of one figure of a read; undefined when it was not measured. */
export function figure(read, field) {
  return read && median(read.samples.map((sample) => sample[field]));
}

/** The median over the rounds of one read's figure divided by another's in the same round. */
export function ratio(read, other, field) {
  return read && other && median(read.samples.map((sample, round) => sample[field] / other.samples[round][field]));
}

/** The sizes of the data sets that were read, smallest first. */
export function sizesOf(reads) {
  return [...new Set(reads.map(({ conversions }) => conversions))]
    .filter((size) => size !== null)
    .sort((a, b) => a - b);
}
