import { median } from '../measure/statistics.mjs';

/** The results of a case and contender; for reads, on one data set. */
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

/** The rate under one load divided by that under another in the same round. */
export function relative(samples, load, other = 'alone') {
  return median(samples.map((sample) => sample[load].perSecond / sample[other].perSecond));
}

/** The sizes of the measured data sets, smallest first. */
export function sizesOf(reads) {
  return [...new Set(reads.map(({ conversions }) => conversions))]
    .filter((size) => size !== null)
    .sort((a, b) => a - b);
}
