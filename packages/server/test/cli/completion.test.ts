import { describe, expect } from 'vitest';
import { it, type Operator } from '../support/operator.js';

/** What bash offers for the last of these words. */
async function completed(operator: Operator, ...words: string[]): Promise<string[]> {
  const line = ['goalpost', ...words].map((word) => `'${word}'`).join(' ');
  const { code, stdout, stderr } = await operator.start('/bin/bash', [
    '-c',
    `eval "$(goalpost completion bash)"; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _goalpost; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ]).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trim().split('\n');
}

describe.concurrent('completion', () => {
  it('in bash knows commands, their commands, and their flags', async ({ operator }) => {
    expect(await completed(operator, 're')).toEqual(['report', 'restore', 'retention']);
    expect(await completed(operator, 'project', 'cr')).toEqual(['create']);
    expect(await completed(operator, 'project', 'create', '--name', 'goal', '--al')).toEqual([
      '--allowed-origin',
      '--allow-duplicate-name',
    ]);
    expect(await completed(operator, 'serve', '--redis')).toEqual(['--redis-url', '--redis-url-file']);
  });

  it('is there for zsh and fish too, and for no other shell', async ({ operator }) => {
    const [zsh, fish, other] = await Promise.all(
      ['zsh', 'fish', 'tcsh'].map((shell) => operator.goalpost('completion', shell)),
    );
    expect(zsh!.stdout).toMatch(/^#compdef goalpost\n[\s\S]*'goalpost goal create'\) list='--project /);
    expect(fish!.stdout).toContain(
      `complete -c goalpost -n '__goalpost_at "goalpost goal"' -f -a create -d 'create a goal and match it against the stored events'\n`,
    );
    expect([other!.code, other!.stderr]).toEqual([
      2,
      'goalpost: the shell must be one of bash, zsh, fish; got "tcsh"\n',
    ]);
  });
});
