/** Days are kept with their sums. They are kept again in the background. Never edit this after a release. */
export default /* sql */ 'DELETE FROM report_days;';
