import Type from 'typebox';
import { RATE_LIMIT_HEADERS } from '../http/responses.js';

export const liveHeaders = Type.Object({
  'Last-Event-ID': Type.Optional(
    Type.String({
      description: 'The last `id` that arrived: the stream goes on after it. Browsers send it by themselves.',
      examples: ['01KE1VN5R0E1Y7Z3M8Q4T6W9XB.41.1767434409000'],
    }),
  ),
});

const EXAMPLE = `event: conversion
data: {"id":"1:url:thanks:e6","session_id":"1","type":"url","goal":{"key":"thanks","name":"Order placed","version":1},"occurred_at":"2026-01-03T10:05:00.000Z","url":"https://shop.example/thanks?x=1","title":"Thanks","element":null,"value":null,"currency":null,"visit_id":"1:e6","origin":"trusted"}

id: 01KE1VN5R0E1Y7Z3M8Q4T6W9XB.41.1767434409000
event: removed
data: {"id":"1:url:thanks:e3"}

`;

export const liveResponse = {
  description: 'The stream, which does not end by itself',
  headers: RATE_LIMIT_HEADERS,
  content: {
    'text/event-stream': {
      schema: Type.String({
        description:
          '`conversion`: as in get-conversions with `expand`. `removed`: the `id` of a conversion that counts no longer; with the same `id` it may come again. `reset`: messages may be missing before it.',
        examples: [EXAMPLE],
      }),
    },
  },
};
