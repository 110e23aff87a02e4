const table = document.querySelector('table');
const body = document.querySelector('tbody');

new EventSource('/conversions').onmessage = ({ data }) => {
  const { occurred_at, goal, type, url, value, currency, session_id } = JSON.parse(data);
  const row = document.createElement('tr');
  const time = new Date(occurred_at).toLocaleTimeString();
  const money = value === null ? '' : `${value} ${currency}`;
  for (const text of [time, goal.name, type, new URL(url).pathname, money, session_id]) {
    row.insertCell().textContent = text;
  }
  body.prepend(row);
  table.hidden = false;
  document.querySelector('#none').hidden = true;
};
