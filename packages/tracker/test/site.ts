import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Collector } from './collector.js';

interface Page {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/**
 * A web site of pages made by the tests. It answers to every host ending in ".test". Everything under `/stats` is passed
 * on to the collector. A page can ask for `/await/NAME`, which is answered once another has asked for `/mark/NAME`.
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

  /** The one line a site owner pastes, with more attributes if given. */
  tag(attributes = ''): string {
    return `<script defer src="${this.collector.origin}/t.js" data-site="shop-key" ${attributes}></script>`;
  }

  /** Puts a page up, with the tracker, and answers its address. `head` replaces the tracker's tag. */
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

  /** Puts up a file that browsers save. */
  download(path: string): string {
    this.pages.set(path, {
      body: 'a list of prices',
      headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment' },
    });
    return this.url(path);
  }
}
