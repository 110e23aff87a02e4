import { requestOf } from './format.js';
import { jsonFormat } from './json-lines.js';
import { parseRequestLine, schemeOf } from './request-line.js';
import { parseAnyTime } from './times.js';

const ADDRESS = ['remote_addr', 'remote_ip', 'client_ip', 'clientip', 'client'];
const TIME = ['time_iso8601', 'time_local', 'msec', 'timestamp', '@timestamp', 'time'];

/** JSON that nginx writes with `log_format … escape=json`, its fields named like nginx's variables. */
export const nginxJson = jsonFormat(
  'nginx-json',
  'remote_addr, time_iso8601, time_local or msec, request (or request_method and request_uri), and status',
  (logged) => logged.text(...ADDRESS) !== null && logged.has('status'),
  (logged) => {
    const time = logged.text(...TIME);
    const line = logged.text('request');
    const method = logged.text('request_method', 'method');
    const path = logged.text('request_uri', 'uri');
    const query = logged.has('request_uri') ? null : logged.text('args', 'query_string');
    const target = path && (query === null ? path : `${path}?${query}`);
    return {
      address: logged.text(...ADDRESS),
      at: parseAnyTime(time ?? ''),
      time,
      request: requestOf(method, target) ?? parseRequestLine(line ?? ''),
      requestText: line ?? (logged.has('request') || method || target ? `${method ?? ''} ${target ?? ''}` : null),
      status: logged.text('status'),
      referrer: logged.text('http_referer', 'http_referrer', 'referer', 'referrer'),
      userAgent: logged.text('http_user_agent', 'user_agent', 'agent'),
      host: logged.text('host', 'http_host', 'server_name', 'vhost'),
      scheme: schemeOf(logged.text('scheme'), logged.text('server_protocol')),
      forwardedFor: logged.text('http_x_forwarded_for', 'x_forwarded_for'),
    };
  },
);
