import { requestOf } from './format.js';
import { jsonFormat } from './json-lines.js';
import { schemeOf } from './request-line.js';
import { parseAnyTime } from './times.js';

/** Access logs of Traefik as JSON (https://doc.traefik.io/traefik/observability/access-logs/). */
export const traefik = jsonFormat(
  'traefik',
  'ClientHost or ClientAddr, StartUTC or time, RequestMethod, RequestPath and DownstreamStatus',
  (logged) => logged.has('RequestMethod') && logged.has('RequestPath'),
  (logged) => {
    const time = logged.text('StartUTC', 'StartLocal', 'time');
    const method = logged.text('RequestMethod');
    const target = logged.text('RequestPath');
    return {
      address: logged.text('ClientHost', 'ClientAddr'),
      at: parseAnyTime(time ?? ''),
      time,
      request: requestOf(method, target),
      requestText: `${method ?? ''} ${target ?? ''}`,
      status: logged.text('DownstreamStatus', 'OriginStatus'),
      referrer: logged.text('request_Referer'),
      userAgent: logged.text('request_User-Agent'),
      host: logged.text('RequestHost', 'RequestAddr'),
      scheme: schemeOf(logged.text('RequestScheme'), logged.text('RequestProtocol')),
      forwardedFor: logged.text('request_X-Forwarded-For'),
    };
  },
);
