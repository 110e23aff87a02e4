import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** Sessions of the shop to request conversions of. One request may name at most this many. */
const SESSIONS_MAX = 1000;
const POLL_EVERY_MS = 1000;

const PAGES = { '/': 'home.html', '/hat': 'hat.html', '/thanks': 'thanks.html', '/live': 'live.html' };
const FILES = { '/shop.css': 'text/css', '/shop.js': 'text/javascript', '/live.js': 'text/javascript' };

/**
 * Serves a shop of three pages with the tracker, and a page that shows conversions as they happen. The pages tell the
 * shop's server their sessions, and the server requests the conversions of these from Goalpost, as any program would.
 * Resolves with the shop's address.
 */
export function serveShop({ goalpost, site, token }) {
  const sessions = new Set();
  const watchers = new Set();
  const conversions = new Map();

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://shop.invalid');
    if (request.method === 'POST' && pathname === '/sessions') {
      remember(await text(request));
      response.writeHead(204).end();
    } else if (pathname === '/conversions') watch(response);
    else if (pathname in PAGES) sendPage(response, PAGES[pathname]);
    else if (pathname in FILES) response.writeHead(200, { 'content-type': FILES[pathname] }).end(read(pathname));
    else response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
  });

  function sendPage(response, file) {
    const policy = `default-src 'self'; script-src 'self' ${goalpost}; connect-src 'self' ${goalpost}`;
    const page = read(`/${file}`).replaceAll('GOALPOST', goalpost).replaceAll('SITE_KEY', site);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    response.end(page);
  }

  /** Keeps the newest sessions. */
  function remember(sessionId) {
    if (!/^[\w.-]{1,64}$/.test(sessionId)) return;
    sessions.add(sessionId);
    if (sessions.size > SESSIONS_MAX) sessions.delete(sessions.values().next().value);
  }

  /** Sends all conversions so far as server-sent events, then each new one. */
  function watch(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    for (const conversion of conversions.values()) send(response, conversion);
    watchers.add(response);
    response.on('close', () => watchers.delete(response));
  }

  function send(response, conversion) {
    response.write(`data: ${JSON.stringify(conversion)}\n\n`);
  }

  async function poll() {
    if (watchers.size === 0 || sessions.size === 0) return;
    const answer = await fetch(`${goalpost}/api/services/analytics/v1/sessions/get-conversions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ session_ids: [...sessions], expand: true }),
    });
    if (!answer.ok) return;
    for (const conversion of (await answer.json()).data) {
      if (conversions.has(conversion.id)) continue;
      conversions.set(conversion.id, conversion);
      for (const watcher of watchers) send(watcher, conversion);
    }
  }

  setInterval(
    () => poll().catch((error) => console.error(`The shop cannot reach Goalpost: ${error.message}`)),
    POLL_EVERY_MS,
  );
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}

function read(path) {
  return readFileSync(new URL(`./shop${path}`, import.meta.url), 'utf8');
}
