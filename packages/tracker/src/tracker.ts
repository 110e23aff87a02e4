import { handleCalls, isTrackerLoaded } from './calls.js';
import { trackClicks } from './clicks.js';
import { recordCustomEvent } from './custom-events.js';
import { trackForms } from './forms.js';
import { hasOptedOut } from './opt-out.js';
import { sendWhenLeaving } from './outbox.js';
import { listeners, notify, type SessionListener, session } from './session.js';
import { trackVisits } from './visits.js';

// A page that includes the script twice is still counted once.
if (!isTrackerLoaded()) {
  if (hasOptedOut) handleCalls(() => {});
  else if (document.prerendering) document.addEventListener('prerenderingchange', track);
  else track();
}

/** Records the visit first, so that calls made before this script had loaded belong to it. */
function track(): void {
  trackVisits();
  trackClicks();
  trackForms();
  handleCalls(([subject, details]) => {
    if (subject) {
      if ((subject as SessionListener).call) {
        listeners.push(subject as SessionListener);
        if (session) notify(subject as SessionListener);
      } else recordCustomEvent(subject as string, details);
    }
  });
  sendWhenLeaving();
}
