import type { ProjectId } from './ids.js';

/** A tracked site or app. It owns its sessions, goals and tokens. */
export interface Project {
  readonly id: ProjectId;
  readonly name: string;
  /** An IANA name. Dates without an offset in a request are interpreted in this time zone. */
  readonly timeZone: string;
  /** Public; identifies the project in the tracker on a page. */
  readonly siteKey: string;
  /** A secret of 64 hex digits. It keys the hash of a visitor, so that an address cannot be recovered from the hash. */
  readonly visitorKey: string;
  /** Origins whose pages may send events, for example `https://shop.example`. Empty allows all. */
  readonly allowedOrigins: readonly string[];
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number;
}

/** The fields of a project that may change; absent fields keep their values. */
export type ProjectChanges = Partial<Pick<Project, 'name' | 'timeZone' | 'allowedOrigins'>>;
