// The samples of the reference page.

/** Runs in a shell as it is. */
export const CURL = String.raw`curl -X POST "https://api.wemasy.nl/api/services/analytics/v1/sessions/get-conversions" \
  -H "Authorization: Bearer YOUR_API_TOKEN" \
  -H "Accept: application/json" \
  -H "Content-Type: application/json" \
  -d '{
    "key": "list",
    "start_date": "2026-01-01 00:00:00",
    "end_date": "2026-01-31 23:59:59",
    "session_ids": [
        1,
        2,
        3
    ],
    "conversion_types": [
        "click",
        "url"
    ]
}'
`;

/** A module as it is: the `})})` closes the object, `stringify`, the options and `fetch`. */
export const JAVASCRIPT = `fetch('https://api.wemasy.nl/api/services/analytics/v1/sessions/get-conversions', {
  method: 'POST',
  headers: {
    'Authorization': 'Bearer YOUR_API_TOKEN',
    'Accept': 'application/json',
    'Content-Type': 'application/json'
  },
  body: JSON.stringify({
    "key": "list",
    "start_date": "2026-01-01 00:00:00",
    "end_date": "2026-01-31 23:59:59",
    "session_ids": [
        1,
        2,
        3
    ],
    "conversion_types": [
        "click",
        "url"
    ]
})})
.then(r => r.json())
.then(data => console.log(data));
`;

/** Runs as it is. */
export const PYTHON = `import requests

headers = {
    "Authorization": "Bearer YOUR_API_TOKEN",
    "Accept": "application/json"
}
data = {
    "key": "list",
    "start_date": "2026-01-01 00:00:00",
    "end_date": "2026-01-31 23:59:59",
    "session_ids": [
        1,
        2,
        3
    ],
    "conversion_types": [
        "click",
        "url"
    ]
}
r = requests.post("https://api.wemasy.nl/api/services/analytics/v1/sessions/get-conversions", headers=headers, json=data)
print(r.json())
`;

/**
 * The page's own is no PHP ("unexpected token {"): it writes the body as JSON. Changed, and nothing more: the list's
 * braces to brackets, and the colon after each of its keys to "=>".
 */
export const PHP = `$response = Http::withToken('YOUR_API_TOKEN')
    ->accept('application/json')
    ->post('https://api.wemasy.nl/api/services/analytics/v1/sessions/get-conversions', [
    "key" => "list",
    "start_date" => "2026-01-01 00:00:00",
    "end_date" => "2026-01-31 23:59:59",
    "session_ids" => [
        1,
        2,
        3
    ],
    "conversion_types" => [
        "click",
        "url"
    ]
]);
$data = $response->json();
`;
