import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { ORIGIN } from '../http/origin.js';
import { withComponents } from './components.js';
import { withSamples } from './samples.js';

/** Generates the OpenAPI document from the schemas of the routes that are added from now on; `app.swagger()` has it. */
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
      servers: [{ url: ORIGIN, description: 'This server' }],
      tags: [
        { name: 'Sessions', description: 'What sessions did.' },
        { name: 'Goals', description: 'What counts as a conversion.' },
        { name: 'Events', description: 'What happened, sent in.' },
      ],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'A token of the project, with the abilities it needs.',
          },
        },
      },
      security: [{ bearer: [] }],
    },
    transformObject: (document) =>
      withSamples(withComponents('openapiObject' in document ? document.openapiObject : {})),
  });
}

const DESCRIPTION = `Which of these sessions converted, on what, and how often.

**Base URL** \`${ORIGIN}\`. JSON in and out, UTF-8.

**Authentication** Send \`Authorization: Bearer YOUR_API_TOKEN\`. A token belongs to one project and may do what its
abilities say; \`goalpost token create\` makes one. A token typed into this page is kept in its memory only, and sent to
this server alone.

**Limits** 60 requests a minute and token, unless the token says otherwise. \`X-RateLimit-Limit\` and
\`X-RateLimit-Remaining\` are on every answer; a 429 says in \`Retry-After\` how many seconds to wait.

**Guides** [Quick start](${ORIGIN}/reference/quick-start.md), [authentication](${ORIGIN}/reference/authentication.md),
[periods](${ORIGIN}/reference/periods.md), [ids](${ORIGIN}/reference/ids.md), [limits](${ORIGIN}/reference/limits.md),
[errors](${ORIGIN}/reference/errors.md).

**Export** [OpenAPI as JSON](${ORIGIN}/openapi.json), [OpenAPI as YAML](${ORIGIN}/openapi.yaml),
[Postman collection](${ORIGIN}/postman.json).`;
