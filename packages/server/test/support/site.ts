import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web site that serves the same page, with the tracker, at every address. */
export interface Site {
  /** For example http://127.0.0.1:40001. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves `content` at every address, with the tracker's script tag for a project on the server `goalpost`: `p1` by default. */
export async function openSite(goalpost: string, content: string, siteKey = 'site-p1'): Promise<Site> {
  const tag = `<script defer src="${goalpost}/t.js" data-site="${siteKey}"></script>`;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="en"><title>Shop</title>${tag}<body>${content}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
