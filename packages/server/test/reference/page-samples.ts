// The samples of the reference page.

/** Runs in a shell unchanged. */
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

/** Runs as a module unchanged: `})})` closes the object, `stringify`, the options and `fetch`. */
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

/** Runs unchanged. */
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
 * The sample on the page is not valid PHP ("unexpected token {"), because it writes the body as JSON. The only changes
 * here: braces became brackets, and the colon after each key became "=>".
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
