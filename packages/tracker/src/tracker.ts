import { callsAreTaken, takeCalls } from './calls.js';
import { trackClicks } from './clicks.js';
import { recordCustomEvent } from './custom-events.js';
import { visitorObjects } from './objection.js';
import { sendWhenLeaving } from './outbox.js';
import { whenSessionIsKnown } from './session.js';
import { trackVisits } from './visits.js';

// A page that carries the script twice is still counted once.
if (!callsAreTaken()) {
  if (visitorObjects()) takeCalls(() => {});
  else if (document.prerendering) document.addEventListener('prerenderingchange', track);
  else track();
}

/** The visit comes first, so that what the page called out before this script had loaded happens on it. */
function track(): void {
  trackVisits();
  trackClicks();
  takeCalls(([subject, details]) => {
    if (typeof subject === 'function') whenSessionIsKnown(subject);
    else if (subject) recordCustomEvent(subject, details);
  });
  sendWhenLeaving();
}
