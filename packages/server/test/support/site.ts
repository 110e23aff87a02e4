import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web site with a page at every address: the same content, with the tracker. */
export interface Site {
  /** Such as http://127.0.0.1:40001. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves `content` under every address, with the line of the tracker that `goalpost` serves for the project `p1`. */
export async function openSite(goalpost: string, content: string): Promise<Site> {
  const tag = `<script defer src="${goalpost}/t.js" data-site="site-p1"></script>`;
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
