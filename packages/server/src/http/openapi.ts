import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

/** Generates the OpenAPI document from the schemas of the routes that are added from now on. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Goalpost Analytics & Insights API',
        description: 'Which of these sessions converted, on what, and how often.',
        version: '1',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'This server' }],
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
    transformObject: (document) => withoutOwnKeywords('openapiObject' in document ? document.openapiObject : {}),
  });
  let document: string | null = null;
  app.get('/openapi.json', { config: { rateLimit: false }, schema: { hide: true } }, async (_request, reply) => {
    document ??= JSON.stringify(app.swagger());
    reply.type('application/json; charset=utf-8');
    return document;
  });
}

/** `expected` is for our own error sentences; it means nothing to other tools. */
function withoutOwnKeywords<T>(part: T): T {
  if (Array.isArray(part)) return part.map(withoutOwnKeywords) as T;
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).filter(([key, value]) => !(key === 'expected' && typeof value === 'string'));
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutOwnKeywords(value)])) as T;
}
