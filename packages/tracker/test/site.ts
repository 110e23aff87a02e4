import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Collector } from './collector.js';

interface Page {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/**
 * A web site with the pages of the tests, on every host ending in ".test". It proxies everything under `/stats` to the
 * collector. A request for `/await/NAME` is answered once another page has requested `/mark/NAME`.
 */
export class Site {
  private readonly pages = new Map<string, Page>();
  private readonly marks = new Map<string, { promise: Promise<void>; resolve(): void }>();
  private port = 0;
  private readonly server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://any.test');
    const page = this.pages.get(pathname);
    if (page) response.writeHead(200, page.headers).end(page.body);
    else if (pathname === '/favicon.ico') response.writeHead(204).end();
    else if (pathname.startsWith('/mark/')) response.end(this.mark(pathname.slice(6)).resolve());
    else if (pathname.startsWith('/await/')) void this.mark(pathname.slice(7)).promise.then(() => response.end());
    else if (pathname.startsWith('/stats/')) void this.collector.handle(request, response, pathname.slice(6));
    else response.writeHead(404).end();
  });

  constructor(private readonly collector: Collector) {}

  start(): Promise<void> {
    return new Promise((resolve) =>
      this.server.listen(0, '127.0.0.1', () => {
        this.port = (this.server.address() as AddressInfo).port;
        resolve();
      }),
    );
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  url(path: string, host = 'shop.test'): string {
    return `http://${host}:${this.port}${path}`;
  }

  private mark(name: string): { promise: Promise<void>; resolve(): void } {
    let resolve = () => {};
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    const mark = this.marks.get(name) ?? { promise, resolve };
    this.marks.set(name, mark);
    return mark;
  }

  /** The script tag that a site owner pastes, with extra attributes if given. */
  tag(attributes = ''): string {
    return `<script defer src="${this.collector.origin}/t.js" data-site="shop-key" ${attributes}></script>`;
  }

  /** Adds a page with the tracker and returns its URL. `head` replaces the tracker's tag. */
  page(
    path: string,
    content = '',
    { title = 'Shop', head = this.tag(), headers = {} as Record<string, string> } = {},
  ): string {
    this.pages.set(new URL(path, 'http://any.test').pathname, {
      body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>${head}<body>${content}`,
      headers: { 'content-type': 'text/html', ...headers },
    });
    return this.url(path);
  }

  /** Adds a file that browsers download, and returns its URL. */
  download(path: string): string {
    this.pages.set(path, {
      body: 'a list of prices',
      headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment' },
    });
    return this.url(path);
  }
}
