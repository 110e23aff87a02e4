import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { bearerOf } from '../access/access-plugin.js';
import { noteRequests } from '../access/audit.js';
import { describeRoute } from '../access/route.js';
import { refuse } from '../http/errors.js';
import { ok } from '../http/responses.js';
import type { ProjectId } from '../model/ids.js';
import { isUlid, nextUlid } from '../model/ulid.js';
import { changeDocument, removeDocument } from '../store/change-document.js';
import type { Document } from '../store/documents.js';
import { allDocuments } from '../store/every-document.js';
import type { Store } from '../store/store.js';
import { fault } from '../validation/faults.js';
import { NoteBody, NotePatch, NoteResource, NotesQuery } from './note-schemas.js';
import { byDay, type Note, parseDays, parseNote, parseNoteChange, presentNote } from './notes.js';

/** Notes of a project. All are read to list some. */
export const NOTES_MAX = 1000;

interface ById {
  Params: { id: string };
}

const params = Type.Object({
  id: Type.String({ description: 'Id of the note.', examples: ['01KE0A9V3M3Y5Q8ZB7W6T1R2S5'] }),
});
const one = { tag: 'Notes', data: NoteResource } as const;

/** `notes` and `notes/{id}`: notes on days, for people who look at reports. */
export function addNoteRoutes(app: FastifyInstance, store: Pick<Store, 'documents'>, now: () => number): void {
  const { documents } = store;
  const noted = noteRequests(app, now);
  app.get('/notes', {
    ...describeRoute({
      ability: 'reports:read',
      operationId: 'listNotes',
      summary: 'List notes',
      description: 'By day.',
      tag: 'Notes',
      data: Type.Array(NoteResource),
      querystring: NotesQuery,
    }),
    handler: async (request) => {
      const days = parseDays(request.query);
      if (!days.ok) throw refuse.invalid(days.faults);
      const { from, until } = days.value;
      const notes = (await all(bearerOf(request).project.id)).filter(
        ({ body: { date } }) => (from === null || date >= from) && (until === null || date <= until),
      );
      return ok(notes.sort(byDay).map(presentNote));
    },
  });

  app.post('/notes', {
    ...describeRoute({
      ...one,
      ability: 'goals:write',
      operationId: 'createNote',
      summary: 'Create a note',
      body: NoteBody,
      created: true,
    }),
    handler: async (request, reply) => {
      const owner = bearerOf(request).project.id;
      const parsed = parseNote(request.body);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      if ((await all(owner)).length >= NOTES_MAX) {
        throw refuse.invalid([fault('body', 'notes_full', { count: NOTES_MAX })]);
      }
      const at = now();
      const name = { kind: 'note', owner, id: nextUlid(at) } as const;
      const note = await changeDocument<Note>(documents, name, () => ({
        ...parsed.value,
        createdAt: at,
        updatedAt: at,
      }));
      await noted(request, 'note.created', name.id);
      reply.code(201);
      return ok(presentNote(note!));
    },
  });

  app.patch<ById>('/notes/:id', {
    ...describeRoute({
      ...one,
      ability: 'goals:write',
      operationId: 'changeNote',
      summary: 'Change a note',
      params,
      body: NotePatch,
      notFound: 'no_note',
    }),
    handler: async (request) => {
      const { id } = request.params;
      const parsed = parseNoteChange(request.body);
      if (!parsed.ok) throw refuse.invalid(parsed.faults);
      const note = isUlid(id) ? await change(bearerOf(request).project.id, id, parsed.value) : null;
      if (!note) throw refuse.notFound('no_note', { id });
      await noted(request, 'note.updated', id);
      return ok(presentNote(note));
    },
  });

  app.delete<ById>('/notes/:id', {
    ...describeRoute({
      ability: 'goals:write',
      operationId: 'deleteNote',
      summary: 'Delete a note',
      tag: 'Notes',
      data: Type.Null(),
      params,
      notFound: 'no_note',
    }),
    handler: async (request) => {
      const { id } = request.params;
      const name = { kind: 'note', owner: bearerOf(request).project.id, id } as const;
      if (!isUlid(id) || !(await removeDocument(documents, name))) throw refuse.notFound('no_note', { id });
      await noted(request, 'note.deleted', id);
      return ok(null);
    },
  });

  function all(owner: ProjectId): Promise<Document<Note>[]> {
    return allDocuments<Note>(documents, 'note', owner);
  }

  function change(owner: ProjectId, id: string, changes: Partial<Note>): Promise<Document<Note> | null> {
    return changeDocument<Note>(
      documents,
      { kind: 'note', owner, id },
      (note) => note && { ...note, ...changes, updatedAt: now() },
    );
  }
}
