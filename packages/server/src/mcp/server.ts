import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  type Tool as ListedTool,
  ListToolsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Bearer } from '../access/bearer.js';
import { refuse } from '../http/errors.js';
import { VERSION } from '../operations/version.js';
import { asJsonSchema } from '../reference/components.js';
import { isRecord, shown } from '../validation/faults.js';
import type { Tool } from './tools.js';

/** The holder of a token, with the tools on offer. */
export interface Caller {
  readonly bearer: Bearer;
  readonly tools: readonly Tool[];
  /** Aborts when the caller no longer waits for the answer. */
  readonly signal: AbortSignal;
  /** Turns an error into the body of a refusal, counted and logged like any other. */
  refused(error: unknown): object;
}

/** Answers one message. No state is kept between messages, so that any process can answer the next. */
export async function answerMessage(caller: Caller, request: Request, message: unknown): Promise<Response> {
  const server = new Server(
    { name: 'goalpost', title: 'Goalpost', version: VERSION },
    { capabilities: { tools: {} }, instructions: instructionsFor(caller.bearer) },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: caller.tools.filter(mayUse(caller)).map(listed) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => call(caller, params.name, params.arguments ?? {}));
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody: message });
  } finally {
    await server.close();
  }
}

function instructionsFor({ project }: Bearer): string {
  return `Goalpost tells which sessions converted, on what, and how often. These tools see one project: ${JSON.stringify(project.name)}, with dates in the time zone ${project.timeZone} unless they carry an offset. A session is what one visitor did with no gap over 30 minutes; a visit is one page viewed; a goal is a rule that says which events convert; a conversion is one goal met by one event.`;
}

const mayUse =
  ({ bearer }: Caller) =>
  ({ ability }: Tool) =>
    bearer.abilities.includes(ability);

function listed({ name, title, description, input }: Tool): ListedTool {
  const inputSchema = asJsonSchema(input) as ListedTool['inputSchema'];
  return { name, title, description, inputSchema, annotations: { readOnlyHint: true, openWorldHint: false } };
}

async function call(caller: Caller, name: string, input: unknown): Promise<CallToolResult> {
  try {
    const tool = caller.tools.find((one) => one.name === name);
    if (!tool)
      throw refuse.notFound('no_tool', { name: shown(name), tools: caller.tools.map((one) => one.name).join(', ') });
    if (!mayUse(caller)(tool)) throw refuse.forbidden(tool.ability);
    return { content: [{ type: 'text', text: await tool.run(caller.bearer, input, caller.signal) }] };
  } catch (error) {
    return { content: [{ type: 'text', text: sentencesOf(caller.refused(error)) }], isError: true };
  }
}

/** All sentences of a refusal, one per line. */
function sentencesOf(body: object): string {
  const { message, errors } = body as { readonly message: string; readonly errors?: unknown };
  return isRecord(errors) ? Object.values(errors).flat().join('\n') : message;
}
