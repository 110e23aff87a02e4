// Shows openapi.json with Scalar, from this server alone: without third-party fonts, proxy, telemetry or assistant. The
// token stays in memory. Also fixes what Scalar's page lacks for screen readers and keyboards.

const api = await (await fetch('openapi.json')).json();
Scalar.createApiReference('#reference', {
  content: forScalar(api),
  // Relative to this page, so that it works behind a proxy's prefix.
  servers: [{ url: new URL('api', location.href).href }],
  proxyUrl: '',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  persistAuth: false,
  authentication: { preferredSecurityScheme: 'bearer' },
  showDeveloperTools: 'never',
  hideClientButton: true,
  hiddenClients: true,
  hideModels: true,
  documentDownloadType: 'none',
  defaultOpenAllTags: true,
  orderRequiredPropertiesFirst: false,
  orderSchemaPropertiesBy: 'preserve',
});

/**
 * Adapts the document to Scalar. Its validator warns about a union without the types of its members, it shows the
 * description of a body twice (from the body and from its schema), and it puts the choice between JSON and CSV into the
 * button that opens an answer, where neither keyboards nor screen readers reach it. The query parameter `raw` names CSV.
 */
function forScalar(document) {
  const typesOf = ({ $ref, type, anyOf }) => {
    if ($ref) return typesOf(document.components.schemas[$ref.split('/').at(-1)]);
    return type ?? anyOf.flatMap(typesOf);
  };
  const typed = (part) => {
    if (Array.isArray(part)) return part.map(typed);
    if (typeof part !== 'object' || part === null) return part;
    const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, typed(value)]));
    if (inner.requestBody) delete inner.requestBody.description;
    if (inner.content?.['application/json']) delete inner.content['text/csv'];
    if (!Array.isArray(part.anyOf)) return inner;
    const types = [...new Set(typesOf(part))];
    return { ...inner, type: types.length === 1 ? types[0] : types };
  };
  return typed(document);
}

/** Accessibility faults: a selector of the affected elements, and the fix for each. */
const FIXES = {
  'button[role]:is([role="search"], [role="none"])': (button) => button.removeAttribute('role'),
  'button[aria-selected]': (button) => {
    button.ariaCurrent = button.ariaSelected;
    button.removeAttribute('aria-selected');
  },
  'button[aria-controls]': (button) => {
    if (!document.getElementById(button.getAttribute('aria-controls'))) button.removeAttribute('aria-controls');
  },
  'button[class*="copy"]:not([aria-label])': (button) => {
    button.ariaLabel = 'Copy';
  },
  'button[aria-haspopup="menu"]:not([aria-label])': (button) => {
    if (button.textContent.trim() === '') button.ariaLabel = 'Menu';
  },
  'ul.endpoints:not([tabindex])': (list) => list.setAttribute('tabindex', '0'),
  '.cm-content:not([aria-label])': (editor) => {
    editor.ariaLabel =
      editor.getAttribute('aria-placeholder') ?? (editor.closest('[role="row"], tr') ? 'Value' : 'Body');
  },
  'input[type="checkbox"]:not([aria-label])': (checkbox) => {
    if (checkbox.labels.length === 0) checkbox.ariaLabel = 'Send this line';
  },
};

function applyFixes() {
  for (const [selector, fix] of Object.entries(FIXES)) document.querySelectorAll(selector).forEach(fix);
}
new MutationObserver(applyFixes).observe(document.body, {
  subtree: true,
  childList: true,
  attributeFilter: ['aria-selected', 'role'],
});
applyFixes();
