import type { ProjectId } from '#goalpost/model/ids.js';

/** The project with sessions. */
export const P1 = 'p1' as ProjectId;
/** A project without sessions, whose goals several servers change at the same moment. */
export const P2 = 'p2' as ProjectId;
