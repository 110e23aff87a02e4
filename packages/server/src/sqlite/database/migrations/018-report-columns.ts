/** Columns of days are written in another way. Days are kept again in the background. Never edit this after a release. */
export default /* sql */ 'DELETE FROM report_days;';
