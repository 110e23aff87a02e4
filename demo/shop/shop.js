// Queues calls until the tracker has loaded.
window.goalpost ||= function goalpost() {
  window.goalpost.q ??= [];
  // biome-ignore lint/complexity/noArguments: the tracker reads the calls as `arguments` objects.
  window.goalpost.q.push(arguments);
};

if (location.pathname === '/thanks') window.goalpost('purchase', { value: '49.00', currency: 'EUR', hat: 'panama' });
