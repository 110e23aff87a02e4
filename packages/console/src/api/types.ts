import type { components } from '../../../client/src/openapi.js';

// The shapes of the API, by the names they have in the OpenAPI document.

type Schemas = components['schemas'];
export type Figures = Schemas['Figures'];
export type Filters = NonNullable<Schemas['ReportRequest']['filters']>;
export type Me = Schemas['Me'];
export type MetGoal = Schemas['MetGoal'];
export type ReportRequest = Schemas['ReportRequest'];
export type ReportQuery = Schemas['ReportQuery'];
export type ReportData = Schemas['ReportAnswer']['data'];
export type ReportRow = Schemas['ReportRow'];
export type Session = Schemas['Session'];
export type SessionsRequest = Schemas['SessionsRequest'];
export type SessionTimeline = Schemas['SessionTimeline'];
export type TimelineEntry = SessionTimeline['timeline'][number];
export type Goal = Schemas['Goal'];
export type GoalPreview = Schemas['GoalPreview'];
export type SavedFunnel = Schemas['SavedFunnel'];
export type FunnelData = Schemas['FunnelAnswer']['data'];
export type FunnelFigures = Schemas['FunnelFigures'];
export type FunnelRow = Schemas['FunnelRow'];
/** A step as a request has it. */
export type FunnelStepGiven = SavedFunnel['steps'][number];
export type LiveConversion = Schemas['Conversion'];
export type Account = Schemas['Account'];
export type AuditEntry = Schemas['AuditEntry'];
export type NewShareLink = Schemas['NewShareLink'];
export type NewToken = Schemas['NewToken'];
export type ImportSummary = Schemas['ImportSummary'];
export type Project = Schemas['Project'];
export type ShareLink = Schemas['ShareLink'];
export type Person = Schemas['Person'];
export type ProjectCheck = Schemas['ProjectCheck'];
export type Token = Schemas['Token'];
