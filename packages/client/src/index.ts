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
} from './conversions-query.js';
export { type FailureKind, GoalpostError } from './errors.js';
export { Goalpost } from './goalpost.js';
export type { Goal, GoalChanges, Goals, NewGoal } from './goals.js';
export type { ClickedElement, ImportEvent, PropertyValue } from './import-event.js';
export type { EventSource, ImportOptions, ImportSummary } from './import-events.js';
export type { ErasureReceipt, Sessions } from './sessions.js';
