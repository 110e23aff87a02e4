// Renders a guide, which is Markdown, as the page that a server shows beside the API reference.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Marked } from 'marked';
import { gfmHeadingId } from 'marked-gfm-heading-id';
import { GUIDES } from './dist/reference/guides.js';

const ROOT = '../../';
const TEMPLATE = readFileSync('page/guide.html', 'utf8');
/** Where other pages are, seen from a guide. Relative, because a proxy may have put a path before all of them. */
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

/** Null for a page that only the repository has: its link is left out, and its text stays. */
function addressOf(href, { source }) {
  if (/^(https?:|#)/.test(href)) return href;
  const [file, anchor] = href.split('#');
  const address = ADDRESSES.get(path.posix.join(path.posix.dirname(source), file));
  if (address === undefined) return null;
  return anchor === undefined ? address : `${address}#${anchor}`;
}

/**
 * Wide tables and code scroll by themselves, by keyboard too, so that the page as a whole never has to. A head of a column
 * that says nothing is no head.
 */
function scrollable(html) {
  return html
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replaceAll('<table>', '<div class="table" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    .replace(/<th[^>]*><\/th>/g, '<td></td>');
}
