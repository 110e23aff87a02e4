import type { ProjectId } from './ids.js';

/** A tracked site or app. It owns its sessions, goals and tokens. */
export interface Project {
  readonly id: ProjectId;
  readonly name: string;
  /** IANA name. Dates without an offset in a request are read in this zone. */
  readonly timeZone: string;
  /** Public; names the project in a page's tracker. */
  readonly siteKey: string;
  /** Secret, 64 hex digits: keys the hash that stands for a visitor, so that an address cannot be worked back from it. */
  readonly visitorKey: string;
  /** Origins whose pages may send events, such as `https://shop.example`. Empty: all. */
  readonly allowedOrigins: readonly string[];
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number;
}

/** What may change of a project; what is absent stays as it is. */
export type ProjectChanges = Partial<Pick<Project, 'name' | 'timeZone' | 'allowedOrigins'>>;
