const table = document.querySelector('table');
const body = document.querySelector('tbody');

const rows = new Map();
const conversions = new EventSource('/conversions');

conversions.addEventListener('conversion', ({ data }) => {
  const { id, occurred_at, goal, type, url, value, currency, session_id } = JSON.parse(data);
  rows.get(id)?.remove();
  const row = document.createElement('tr');
  rows.set(id, row);
  const time = new Date(occurred_at).toLocaleTimeString();
  const money = value === null ? '' : `${value} ${currency}`;
  for (const text of [time, goal.name, type, new URL(url).pathname, money, session_id]) {
    row.insertCell().textContent = text;
  }
  body.prepend(row);
  table.hidden = false;
  document.querySelector('#none').hidden = true;
});

conversions.addEventListener('removed', ({ data }) => rows.get(JSON.parse(data).id)?.remove());
