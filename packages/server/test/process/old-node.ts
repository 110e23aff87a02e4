import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FETCHED_LINE } from '../../bin/fetched-node.js';
import type { Operator } from '../support/operator.js';
import { ROOT } from '../support/root.js';

/** Makes a current Node.js report version 20.20.2. */
const PRETENCE = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });`;
/** A shell script that runs the Node.js of the tests unchanged. */
export const CURRENT_NODE = `unset NODE_OPTIONS; exec "${process.execPath}" "$@"`;

/** A built clone, and an environment that makes Node.js look old. */
export interface OldNode {
  readonly clone: string;
  readonly bin: string;
  /** The path of the fetched Node.js. */
  readonly fetched: string;
  /** The environment that makes Node.js look old. */
  readonly env: { readonly NODE_OPTIONS: string };
  /** Writes a shell script to `fetched`. When asked for its version, it answers like the Node.js of the tests. */
  putFetchedNode(script: string): void;
}

export function oldNode({ dir }: Operator): OldNode {
  const clone = path.join(dir, 'clone');
  for (const part of ['scripts', 'packages/server/bin', 'packages/server/package.json']) {
    cpSync(path.join(ROOT, part), path.join(clone, part), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'packages/server/dist'), path.join(clone, 'packages/server/dist'));
  const fetched = path.join(clone, `.node/${FETCHED_LINE}/bin/node`);
  const pretence = path.join(dir, 'pretence.cjs');
  writeFileSync(pretence, PRETENCE);
  return {
    clone,
    fetched,
    bin: path.join(clone, 'packages/server/bin/goalpost.js'),
    env: { NODE_OPTIONS: `--require=${pretence}` },
    putFetchedNode: (script) => writeProgram(fetched, `if [ "$1" = -p ]; then ${CURRENT_NODE}; fi\n${script}`),
  };
}

/** Writes an executable shell script. */
export function writeProgram(file: string, script: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
