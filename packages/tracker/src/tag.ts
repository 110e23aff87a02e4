/** The `<script>` element of this script, which has all settings as attributes. */
const tag = document.currentScript as HTMLScriptElement;

/**
 * - `site`: the project's public site key.
 * - `session`: the site's own session id, if it has one; otherwise the collector finds the session.
 * - `debug`: present to log every request and answer.
 * - `api`: the URL to send events to. The default is relative to this script, so it also works on a proxied path.
 */
export const { site, session, debug, api = new URL('api/services/analytics/v1/track', tag.src) } = tag.dataset;
