// Renders a guide from Markdown to the page that the server shows beside the API reference.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Marked } from 'marked';
import { gfmHeadingId } from 'marked-gfm-heading-id';
import { GUIDES } from './dist/reference/guides.js';

const ROOT = '../../';
const TEMPLATE = readFileSync('page/guide.html', 'utf8');
/** Addresses of other pages, relative to a guide: a proxy may serve all of them under a path prefix. */
const ADDRESSES = new Map([
  ...GUIDES.map(({ name, source }) => [source, name]),
  ['docs/api/reference.md', '../reference'],
  ['docs/api/README.md', '../reference'],
]);

/** The whole page, as HTML. */
export function renderGuide(guide) {
  const content = markdownOf(guide).parse(readFileSync(ROOT + guide.source, 'utf8'));
  const navigation = GUIDES.map(({ name, title }) => {
    return `<a href="${name}"${name === guide.name ? ' aria-current="page"' : ''}>${title}</a>`;
  });
  return TEMPLATE.replaceAll('{title}', guide.title)
    .replace('{navigation}', () => navigation.join('\n      '))
    .replace('{content}', () => scrollable(content));
}

function markdownOf(guide) {
  const markdown = new Marked(gfmHeadingId());
  markdown.use({
    renderer: {
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const address = addressOf(href, guide);
        return address === null ? text : `<a href="${address}">${text}</a>`;
      },
    },
  });
  return markdown;
}

/** Null for a page that exists only in the repository: its link is dropped and its text stays. */
function addressOf(href, { source }) {
  if (/^(https?:|#)/.test(href)) return href;
  const [file, anchor] = href.split('#');
  const address = ADDRESSES.get(path.posix.join(path.posix.dirname(source), file));
  if (address === undefined) return null;
  return anchor === undefined ? address : `${address}#${anchor}`;
}

/**
 * Wide tables and code blocks scroll on their own, also by keyboard, so that the page never scrolls sideways. Empty
 * header cells become data cells.
 */
function scrollable(html) {
  return html
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replaceAll('<table>', '<div class="table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    .replace(/<th[^>]*><\/th>/g, '<td></td>');
}
