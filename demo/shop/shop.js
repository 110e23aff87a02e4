// Queues calls until the tracker has loaded.
window.goalpost ||= function goalpost() {
  window.goalpost.q ??= [];
  // biome-ignore lint/complexity/noArguments: the tracker reads the calls as `arguments` objects.
  window.goalpost.q.push(arguments);
};

// Tells the shop's own server the session, so that it can request its conversions from Goalpost.
window.goalpost((sessionId) => fetch('/sessions', { method: 'POST', body: sessionId, keepalive: true }));

if (location.pathname === '/thanks') window.goalpost('purchase', { value: '49.00', currency: 'EUR', hat: 'panama' });
