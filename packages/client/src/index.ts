export type { CallOptions, ClientOptions } from './client-options.js';
export type {
  Conversion,
  ConversionEntry,
  ConversionList,
  ConversionsPage,
  ConversionsPageQuery,
  ConversionsQuery,
  ConversionType,
  SessionCount,
} from './conversions.js';
export { type FailureKind, GoalpostError } from './errors.js';
export type {
  Funnel,
  FunnelFigures,
  FunnelGroup,
  FunnelQuery,
  FunnelRow,
  FunnelStep,
  FunnelStepFigures,
  StepsOrSaved,
} from './funnels.js';
export { Goalpost } from './goalpost.js';
export type { Goal, GoalChanges, GoalPreview, Goals, NewGoal, PreviewRequest } from './goals.js';
export type { ClickedElement, ImportEvent, PropertyValue } from './import-event.js';
export type { EventSource, ImportOptions, ImportSummary } from './import-events.js';
export type { Insight, InsightChanges, Insights, ListedInsight, NewInsight } from './insights.js';
export type { LiveMessage, LiveQuery } from './live.js';
export type { NewNote, Note, NoteChanges, Notes, NotesQuery } from './notes.js';
export type { Project, ProjectChanges, ProjectCheck, Projects, SigningSecret } from './projects.js';
export type {
  Comparison,
  Figures,
  Report,
  ReportFilters,
  ReportGroup,
  ReportOfQueries,
  ReportPeriod,
  ReportQueries,
  ReportQuery,
  ReportRow,
  ReportRows,
  ReportRowsQuery,
} from './reports.js';
export type { FunnelChanges, NewFunnel, SavedFunnel, SavedFunnels } from './saved-funnels.js';
export type {
  ErasureReceipt,
  ReadStatus,
  Session,
  Sessions,
  SessionsPage,
  SessionsPageQuery,
  SessionsQuery,
  SessionTimeline,
  TimelineEntry,
  TimelineQuery,
} from './sessions.js';
export type { NewToken, Token, TokenRequest, Tokens } from './tokens.js';
export type {
  Visit,
  VisitCount,
  VisitEntry,
  VisitList,
  VisitsPage,
  VisitsPageQuery,
  VisitsQuery,
} from './visits.js';
