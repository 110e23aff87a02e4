import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';

const PAGES = { '/': 'home.html', '/hat': 'hat.html', '/thanks': 'thanks.html', '/live': 'live.html' };
const FILES = { '/shop.css': 'text/css', '/shop.js': 'text/javascript', '/live.js': 'text/javascript' };

/**
 * Serves a shop of three pages with the tracker, and a page that shows conversions as they happen. The shop's server has the
 * token, and passes the stream of Goalpost on to that page. `/console` leads to the console with the cookie of a session: cookies
 * belong to a host, whatever its port. Resolves with the shop's address.
 */
export function serveShop({ goalpost, site, token, cookie }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://shop.invalid');
    if (pathname === '/conversions') await passOn(request, response);
    else if (pathname === '/console')
      response.writeHead(302, { location: `${goalpost}/console`, 'set-cookie': cookie }).end();
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

  /** The browser connects again by itself when this ends, and says where it was. */
  async function passOn(request, response) {
    const leaving = new AbortController();
    response.on('close', () => leaving.abort());
    const lastId = request.headers['last-event-id'];
    try {
      const live = await fetch(`${goalpost}/api/services/analytics/v1/live`, {
        headers: { Authorization: `Bearer ${token}`, ...(lastId && { 'Last-Event-ID': lastId }) },
        signal: leaving.signal,
      });
      response.writeHead(live.status, {
        'content-type': live.headers.get('content-type'),
        'cache-control': 'no-store',
      });
      await pipeline(live.body, response);
    } catch {
      response.destroy();
    }
  }

  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}

function read(path) {
  return readFileSync(new URL(`./shop${path}`, import.meta.url), 'utf8');
}
