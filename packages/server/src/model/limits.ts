/** Goals of a project. Every event is held against every goal, so there is a limit to them. */
export const GOALS_MAX = 200;
