// Shows openapi.json with Scalar, from this server alone: no fonts, proxy, telemetry or assistant of anybody else's,
// and a token that is kept in memory. What Scalar leaves unsaid to screen readers and keyboards is said here.

const api = await (await fetch('openapi.json')).json();
Scalar.createApiReference('#reference', {
  content: forScalar(api),
  // Beside this page, wherever a proxy has put the two.
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
 * Scalar's own check of a document warns of a union that does not repeat the type of what it unites. What a body is said
 * to be it shows twice, once of the body and once of its schema.
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
    if (!Array.isArray(part.anyOf)) return inner;
    const types = [...new Set(typesOf(part))];
    return { ...inner, type: types.length === 1 ? types[0] : types };
  };
  return typed(document);
}

/** What is wrong for those who do not see or point, and how each such element is set right. */
const MENDED = {
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
  'ul.endpoints:not([tabindex])': (list) => list.setAttribute('tabindex', '0'),
  '.cm-content:not([aria-label])': (editor) => {
    editor.ariaLabel =
      editor.getAttribute('aria-placeholder') ?? (editor.closest('[role="row"], tr') ? 'Value' : 'Body');
  },
  'input[type="checkbox"]:not([aria-label])': (checkbox) => {
    if (checkbox.labels.length === 0) checkbox.ariaLabel = 'Send this line';
  },
};

function mend() {
  for (const [selector, set] of Object.entries(MENDED)) document.querySelectorAll(selector).forEach(set);
}
new MutationObserver(mend).observe(document.body, {
  subtree: true,
  childList: true,
  attributeFilter: ['aria-selected', 'role'],
});
mend();
