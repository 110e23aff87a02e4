// Makes the Postman collection from the OpenAPI document. Run from top to bottom, each request succeeds: it takes what it
// needs from those before it, and what they wrote is removed.
import converter from 'openapi-to-postmanv2';
import { exampleOf, exampleOfMedia } from './dist/reference/example.js';

/** Folders in the order in which they are run: events are there to be read, and what holds them is erased at the end. */
const FOLDERS = ['Events', 'Goals', 'Sessions'];
const ORDER = ['POST', 'GET', 'PATCH', 'DELETE'];

/** Of their own for each run, so that nothing of the project's is changed or removed. */
const NEW_SESSION = "pm.collectionVariables.set('sessionId', pm.variables.replaceIn('postman-{{$guid}}'));";
const KEEP_KEY = "pm.collectionVariables.set('goalKey', pm.response.json().data.key);";

/** What requests write, and where they find what others wrote, by `operationId`. */
const RUN = {
  importEvents: {
    before: NEW_SESSION,
    body: (ndjson) => ndjson.replace(/"session_id":"[^"]*"/g, '"session_id":"{{sessionId}}"'),
  },
  track: { body: (track) => ({ ...track, site: '{{siteKey}}', session_id: '{{sessionId}}' }) },
  createGoal: { body: (goal) => ({ ...goal, key: 'postman-{{$guid}}' }), after: KEEP_KEY },
  getGoal: { key: '{{goalKey}}' },
  changeGoal: { key: '{{goalKey}}' },
  deleteGoal: { key: '{{goalKey}}' },
  getSession: { id: '{{sessionId}}' },
  eraseSession: { id: '{{sessionId}}' },
};

const SUCCEEDS = "pm.test('succeeds', () => pm.response.to.be.success);";

const TO_RUN = `

**To run the collection** set its variables \`bearerToken\`, a token with every ability, and \`siteKey\`, the site key of
the same project. A run removes what it writes.`;

/** The collection, as an object. */
export async function toPostman(document) {
  const collection = await convert(document);
  collection.variable.push({ key: 'bearerToken', value: '' }, { key: 'siteKey', value: '' });
  collection.info.description.content += TO_RUN;
  collection.item = FOLDERS.map((tag) => collection.item.find(({ name }) => name === tag));
  for (const folder of collection.item) {
    const requests = folder.item.map((item) => ({ item, operation: operationOf(document, item.request) }));
    for (const { item, operation } of requests) complete(document, item, operation);
    folder.item = requests.sort((a, b) => placeOf(a) - placeOf(b)).map(({ item }) => item);
  }
  return collection;
}

/** Whatever makes something comes first, and whatever removes it last. */
const placeOf = ({ item }) => ORDER.indexOf(item.request.method);

function complete(document, item, { operationId, parameters = [], requestBody }) {
  const { before, after, body = (example) => example, ...inPath } = RUN[operationId] ?? {};
  const { request } = item;
  for (const variable of request.url.variable) variable.value = inPath[variable.key];
  for (const query of request.url.query) {
    const { example, schema } = parameters.find(({ name }) => name === query.key);
    query.disabled = (example ?? schema.default ?? schema.examples) === undefined;
  }
  if (requestBody) {
    const [media] = Object.values(requestBody.content);
    const sent = body(exampleOfMedia(document, media) ?? exampleOf(document, media.schema));
    request.body.raw = typeof sent === 'string' ? sent : JSON.stringify(sent, null, 2);
  }
  item.event = [
    ...(before ? [{ listen: 'prerequest', script: { type: 'text/javascript', exec: [before] } }] : []),
    { listen: 'test', script: { type: 'text/javascript', exec: [SUCCEEDS, ...(after ? [after] : [])] } },
  ];
}

function operationOf(document, { method, url }) {
  const path = `/${url.path.map((part) => part.replace(/^:(\w+)$/, '{$1}')).join('/')}`;
  return document.paths[path][method.toLowerCase()];
}

/** A request for each operation, with the answers the document has examples of; address and token are variables. */
function convert(document) {
  const options = { folderStrategy: 'Tags', parametersResolution: 'Example' };
  return new Promise((resolve, reject) => {
    // The converter writes into what it is given.
    converter.convertV2({ type: 'json', data: structuredClone(document) }, options, (error, result) => {
      if (result?.result) resolve(result.output[0].data);
      else reject(error ?? new Error(result.reason));
    });
  });
}
