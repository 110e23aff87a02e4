// Converts the OpenAPI document to a Postman collection, without streams, what only the console's page can use, and what cannot be
// undone. Run from top to bottom, every request succeeds: each one takes
// its variables from earlier responses, and the last ones remove what the run wrote.
import converter from 'openapi-to-postmanv2';
import { exampleOf, exampleOfMedia } from './dist/reference/example.js';
import { STREAM } from './dist/reference/sample-request.js';

/** Folders in the order of the run: events first, so that there is data to read; sessions last, which erases it. */
const FOLDERS = ['Events', 'Goals', 'Reports', 'Notes', 'Insights', 'Tokens', 'Projects', 'Sessions', 'Accounts'];
const ORDER = ['POST', 'GET', 'PATCH', 'DELETE'];

/** Each run makes a session, a goal and a funnel of its own, so that it changes and removes nothing else in the project. */
const NEW_SESSION = "pm.collectionVariables.set('sessionId', pm.variables.replaceIn('postman-{{$guid}}'));";
const keepId = (name) => `pm.collectionVariables.set('${name}', pm.response.json().data.id);`;
const KEEP_PROJECT = "pm.collectionVariables.set('projectId', pm.response.json().data[0].id);";
const keepKey = (name) => `pm.collectionVariables.set('${name}', pm.response.json().data.key);`;

const ofView = (body) => ({ ...body, insight_id: '{{insightId}}' });

/** Bodies, path variables and scripts of the requests, by `operationId`. */
const RUN = {
  importEvents: {
    before: NEW_SESSION,
    body: (ndjson) => ndjson.replace(/"session_id":"[^"]*"/g, '"session_id":"{{sessionId}}"'),
  },
  track: { body: (track) => ({ ...track, site: '{{siteKey}}', session_id: '{{sessionId}}' }) },
  createGoal: { body: (goal) => ({ ...goal, key: 'postman-{{$guid}}' }), after: keepKey('goalKey') },
  getGoal: { key: '{{goalKey}}' },
  changeGoal: { key: '{{goalKey}}' },
  deleteGoal: { key: '{{goalKey}}' },
  saveFunnel: { body: (funnel) => ({ ...funnel, key: 'postman-{{$guid}}' }), after: keepKey('funnelKey') },
  getSavedFunnel: { key: '{{funnelKey}}' },
  changeFunnel: { key: '{{funnelKey}}' },
  deleteFunnel: { key: '{{funnelKey}}' },
  createNote: { after: keepId('noteId') },
  changeNote: { id: '{{noteId}}' },
  deleteNote: { id: '{{noteId}}' },
  createInsight: { after: keepId('insightId') },
  getInsight: { body: ofView },
  changeInsight: { body: ofView },
  setDefaultInsight: { body: (body) => ({ ...body, insight_id: null }) },
  deleteInsight: { body: ofView },
  createToken: { after: keepId('tokenId') },
  revokeToken: { id: '{{tokenId}}' },
  createShareLink: { after: keepId('shareLinkId') },
  deleteShareLink: { id: '{{shareLinkId}}' },
  listProjects: { after: KEEP_PROJECT },
  getProject: { id: '{{projectId}}' },
  changeProject: { id: '{{projectId}}', body: () => ({}) },
  getSession: { id: '{{sessionId}}' },
  markSessionsRead: { body: (marks) => ({ ...marks, session_ids: ['{{sessionId}}'] }) },
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
    const requests = folder.item
      .map((item) => ({ item, operation: operationOf(document, item.request) }))
      .filter(({ operation }) => isIncluded(operation));
    for (const { item, operation } of requests) complete(document, item, operation);
    folder.item = requests.sort((a, b) => placeOf(a) - placeOf(b)).map(({ item }) => item);
  }
  return collection;
}

const isIncluded = (operation) => !isStream(operation) && !operation['x-console'] && !operation['x-irreversible'];

/** A run would wait forever for the end of a stream. */
const isStream = ({ responses }) => STREAM in (responses[200]?.content ?? {});

/** Requests that create come first, and requests that delete come last. */
const placeOf = ({ item }) => ORDER.indexOf(item.request.method);

function complete(document, item, { operationId, parameters = [], requestBody }) {
  const { before, after, body = (example) => example, ...inPath } = RUN[operationId] ?? {};
  const { request } = item;
  for (const variable of request.url.variable) variable.value = inPath[variable.key];
  for (const query of request.url.query) {
    const { schema } = parameters.find(({ name }) => name === query.key);
    // An example alone is filled in and switched off: not all of them fit together.
    query.disabled = schema.default === undefined;
  }
  if (requestBody) {
    const [[type, media]] = Object.entries(requestBody.content);
    // The converter may choose a type that does not fit the example.
    request.header.find(({ key }) => key === 'Content-Type').value = type;
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

/** One request per operation, with the document's example responses. The address and the token are variables. */
function convert(document) {
  const options = { folderStrategy: 'Tags', parametersResolution: 'Example' };
  return new Promise((resolve, reject) => {
    // The converter modifies its input.
    converter.convertV2({ type: 'json', data: structuredClone(document) }, options, (error, result) => {
      if (result?.result) resolve(result.output[0].data);
      else reject(error ?? new Error(result.reason));
    });
  });
}
