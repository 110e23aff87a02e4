import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { COOKIE_NAMES } from '../access/console/cookie.js';
import { API_PATH, ORIGIN } from '../http/origin.js';
import { withComponents } from './components.js';
import { withCsvAnswers } from './csv-answers.js';
import { withErrorExamples } from './error-examples.js';
import { GUIDES } from './guides.js';
import { withSamples } from './samples.js';

/** Generates the OpenAPI document from the schemas of all routes added after this call. `app.swagger()` returns it. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Goalpost Analytics & Insights API',
        description: DESCRIPTION,
        version: '1',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      // The paths in the document are relative to this URL.
      servers: [{ url: `${ORIGIN}${API_PATH}`, description: 'This server' }],
      tags: [
        { name: 'Sessions', description: 'What sessions did.' },
        { name: 'Reports', description: 'What all sessions of a period did.' },
        { name: 'Goals', description: 'What counts as a conversion.' },
        { name: 'Events', description: 'What happened, sent in.' },
        { name: 'Accounts', description: 'People who sign in to the console.' },
        { name: 'Notes', description: 'Notes on days.' },
        { name: 'Insights', description: 'Saved views.' },
        { name: 'Tokens', description: 'Who may call the API for the project.' },
        { name: 'Projects', description: 'The sites and apps that are tracked.' },
      ],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'A token of the project, with the abilities it needs.',
          },
          console: {
            type: 'apiKey',
            in: 'cookie',
            name: COOKIE_NAMES.https,
            description:
              "A console session, in requests of the console's own page. The header `Goalpost-Project` (`project` in the address of a stream) names a project in which the account has a role with the ability.",
          },
        },
      },
      security: [{ bearer: [] }, { console: [] }],
    },
    transform: ({ schema, url, route }) => ({ url, schema: withErrorExamples(schema, route.config) }),
    transformObject: (document) =>
      withSamples(withCsvAnswers(withComponents('openapiObject' in document ? document.openapiObject : {}))),
  });
}

const DESCRIPTION = `Which of these sessions converted, on what, and how often.

**Base URL** \`${ORIGIN}${API_PATH}\`. JSON in and out, UTF-8.

**Authentication** Send \`Authorization: Bearer YOUR_API_TOKEN\`. A token belongs to one project and may do what its
abilities say; \`goalpost token create\` makes one. A token typed into this page is kept in its memory only, and sent to
this server alone.

**Limits** 60 requests a minute and token, unless the token says otherwise. \`X-RateLimit-Limit\` and
\`X-RateLimit-Remaining\` are on every answer; a 429 says in \`Retry-After\` how many seconds to wait.

**Guides** ${GUIDES.map(({ name, title }) => `[${title}](${ORIGIN}/reference/${name})`).join(',\n')}.

**Export** [OpenAPI as JSON](${ORIGIN}/openapi.json), [OpenAPI as YAML](${ORIGIN}/openapi.yaml),
[Postman collection](${ORIGIN}/postman.json).`;
