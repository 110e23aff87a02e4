import { splitFields } from './fields.js';
import { given, type LogFormat } from './format.js';
import { parseRequestLine } from './request-line.js';
import { parseLogTime } from './times.js';

/** Position of the host among the fields. */
const HOST_AT = 22;

/** Server access logs of S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html */
export const s3: LogFormat = {
  name: 's3',
  layout:
    'bucket owner, bucket, [time], address, requester, request id, operation, key, "request", status, error, two sizes, two durations, "referrer", "user agent" and further fields',
  open: () => (text) => {
    const fields = splitFields(text);
    const [, , time, address, , , operation, , requestText, status, , , , , , referrer, userAgent] = fields;
    const isOperation = /^[A-Z0-9]+\.[A-Z0-9_.]+$/.test(operation ?? '');
    if (!isOperation || userAgent === undefined || !/^(?:\d{3}|-)$/.test(status!)) {
      return { misread: `The line is not one of S3. A line has: ${s3.layout}.` };
    }
    return {
      address: address!,
      at: parseLogTime(time!),
      time: time!,
      request: parseRequestLine(requestText!),
      requestText: requestText!,
      status: status!,
      referrer: given(referrer),
      userAgent: given(userAgent),
      host: given(fields[HOST_AT]),
      scheme: given(fields[HOST_AT + 1])?.startsWith('TLS') ? 'https' : null,
      forwardedFor: null,
    };
  },
};
