/** What a page is made of, feeds, and files to download; in lower case. Paths that end so are no pages. */
export const ASSET_EXTENSIONS: ReadonlySet<string> = new Set([
  // parts of pages
  ...['css', 'js', 'mjs', 'map', 'json', 'xsl', 'xslt', 'wasm', 'webmanifest'],
  ...['avif', 'bmp', 'gif', 'ico', 'jpeg', 'jpg', 'png', 'svg', 'svgz', 'tif', 'tiff', 'webp'],
  ...['eot', 'otf', 'ttf', 'woff', 'woff2'],
  ...['aac', 'avi', 'flac', 'm4a', 'm4v', 'mov', 'mp3', 'mp4', 'mpeg', 'ogg', 'ogv', 'swf', 'wav', 'weba', 'webm'],
  // feeds and files for crawlers
  ...['atom', 'rss', 'xml', 'txt'],
  // downloads
  ...['csv', 'doc', 'docx', 'epub', 'ods', 'odt', 'pdf', 'ppt', 'pptx', 'rtf', 'xls', 'xlsx'],
  ...[
    '7z',
    'apk',
    'bin',
    'bz2',
    'deb',
    'dmg',
    'exe',
    'gz',
    'iso',
    'jar',
    'msi',
    'rar',
    'rpm',
    'tar',
    'tgz',
    'xz',
    'zip',
    'zst',
  ],
]);

/** Whether a path (without query) ends in one of `ASSET_EXTENSIONS`, in upper or lower case. */
export function isAsset(path: string): boolean {
  // A dot in a folder's name leaves a "/" in what follows it, which no ending has.
  return ASSET_EXTENSIONS.has(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}
