// Calls wait here until the tracker has loaded.
window.goalpost ||= function goalpost() {
  window.goalpost.q ??= [];
  // biome-ignore lint/complexity/noArguments: the tracker takes the calls as they were made.
  window.goalpost.q.push(arguments);
};

// The shop's own server hears which session this is, and can ask Goalpost about it.
window.goalpost((sessionId) => fetch('/sessions', { method: 'POST', body: sessionId, keepalive: true }));

if (location.pathname === '/thanks') window.goalpost('purchase', { value: '49.00', currency: 'EUR', hat: 'panama' });
