import type { FeedPosition } from '../store/feed.js';

const POSITION = /^([0-9A-Z]{26})\.(\d{1,15})\.(\d{1,15})$/;

/** The id of an event of the stream: a client that sends it as `Last-Event-ID` gets what comes after it. */
export function writePosition({ feed, number, at }: FeedPosition): string {
  return `${feed}.${number}.${at}`;
}

/** Null when the text is not an id of the stream. */
export function readPosition(text: string): FeedPosition | null {
  const [, feed, number, at] = POSITION.exec(text) ?? [];
  return feed === undefined ? null : { feed, number: Number(number), at: Number(at) };
}
