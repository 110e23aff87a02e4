import { requestOf } from './format.js';
import { jsonFormat } from './json-lines.js';
import { schemeOf } from './request-line.js';
import { parseAnyTime } from './times.js';

/** Access logs of Caddy, which are JSON (https://caddyserver.com/docs/caddyfile/directives/log). */
export const caddy = jsonFormat(
  'caddy',
  'ts, request and status',
  (logged) => logged.has('request') && logged.has('ts') && logged.has('status'),
  (logged) => {
    const time = logged.text('ts');
    const method = logged.text('request.method');
    const target = logged.text('request.uri');
    return {
      // Caddy knows the client when it trusts the proxy in front (`trusted_proxies`).
      address: logged.text('request.client_ip', 'request.remote_ip', 'request.remote_addr'),
      at: parseAnyTime((time ?? '').replace(/^(\d{4})\/(\d\d)\/(\d\d) /, '$1-$2-$3 ')),
      time,
      request: requestOf(method, target),
      requestText: `${method ?? ''} ${target ?? ''}`,
      status: logged.text('status'),
      referrer: logged.text('request.headers.Referer.0'),
      userAgent: logged.text('request.headers.User-Agent.0'),
      host: logged.text('request.host'),
      scheme: logged.text('request.tls.version') ? 'https' : schemeOf(null, logged.text('request.proto')),
      forwardedFor: logged.text('request.headers.X-Forwarded-For.0'),
    };
  },
);
