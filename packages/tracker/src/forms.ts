import { attribute } from './attribute.js';
import { recordCustomEvent } from './custom-events.js';
import { resolved } from './page-url.js';
import { pathOf } from './path.js';

/** Records forms that are sent, also by Enter, with what names the form and nothing that was filled in. */
export function trackForms(): void {
  addEventListener(
    'submit',
    (submit) => {
      const [form] = pathOf(submit);
      if (form) {
        recordCustomEvent('$form', {
          id: attribute(form, 'id'),
          name: attribute(form, 'name'),
          classes: attribute(form, 'class'),
          action: resolved(attribute(form, 'action') || location.href).pathname,
        });
      }
    },
    true,
  );
}
