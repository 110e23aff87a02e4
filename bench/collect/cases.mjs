/** The measured cases, by events per request and number of connections. */
export const TRACK_CASES = [
  { name: 'track-1', events: 1, connections: 16 },
  { name: 'track-1-64', events: 1, connections: 64 },
  { name: 'track-20', events: 20, connections: 16 },
];
