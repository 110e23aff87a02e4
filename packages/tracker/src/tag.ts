/** The `<script>` this is, which carries every setting. */
const tag = document.currentScript as HTMLScriptElement;

/**
 * - `site`: the project's public site key.
 * - `session`: the site's own session id, if it has such; otherwise the collector finds the session.
 * - `api`: where events go, if not beside this script. A proxied path on the site's own host needs no setting.
 */
export const { site, session, api = new URL('api/services/analytics/v1/track', tag.src) } = tag.dataset;
