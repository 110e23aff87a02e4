import { recordCustomEvent } from './custom-events.js';
import { resolved } from './page-url.js';
import { pathOf } from './path.js';

/** Records forms that are sent, also by Enter, with what names the form and nothing that was filled in. */
export function trackForms(): void {
  addEventListener('submit', recordForm, true);
}

function recordForm(submit: SubmitEvent): void {
  const [form] = pathOf(submit);
  if (!form) return;
  // Attributes, because `form.id` is the form's field named "id" if it has one.
  const [id, name, classes, action] = ['id', 'name', 'class', 'action'].map((key) => form.getAttribute(key));
  recordCustomEvent('$form', { id, name, classes, action: resolved(action || location.href).pathname });
}
