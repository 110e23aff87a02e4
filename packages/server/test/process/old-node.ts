import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FETCHED_LINE } from '../../bin/fetched-node.js';
import { type Operator, ROOT } from '../support/operator.js';

/** Has a Node.js say that it is version 20.20.2, which is all that is old about it. */
const PRETENCE = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });`;
/** A shell script: the Node.js of the tests, as it is. */
export const CURRENT_NODE = `unset NODE_OPTIONS; exec "${process.execPath}" "$@"`;

/** A clone in which the build has been done, and what makes Node.js old. */
export interface OldNode {
  readonly clone: string;
  readonly bin: string;
  /** Where the fetched Node.js would be. */
  readonly fetched: string;
  /** The environment in which Node.js is old. */
  readonly env: { readonly NODE_OPTIONS: string };
  /** Puts a shell script there. Asked for its version, it is the Node.js of the tests. */
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

/** Writes a shell script that can be run as a program. */
export function writeProgram(file: string, script: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
