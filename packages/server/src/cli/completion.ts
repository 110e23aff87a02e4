import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A command with what can be written after it. */
interface Completed {
  /** As it is written: "goalpost goal create". */
  readonly path: string;
  readonly words: readonly Word[];
}

interface Word {
  readonly text: string;
  readonly about: string;
}

/** A script with which a shell completes commands and flags, made from the command line itself. */
export function completionScript(root: Command, shell: Shell): string {
  return SCRIPTS[shell](completedIn(root, root.name()));
}

function completedIn(command: Command, path: string): Completed[] {
  const commands = command.commands.map((one) => ({ text: one.name(), about: one.description() }));
  const flags = command.options.map(({ long, description }) => ({ text: long!, about: description }));
  const words = [...commands, ...flags, { text: '--help', about: 'display help for command' }];
  return [{ path, words }, ...command.commands.flatMap((one) => completedIn(one, `${path} ${one.name()}`))];
}

/** Lines for bash and zsh that set `list` to the words that may follow those that are `given` so far. */
function findingWords(all: readonly Completed[], given: string): string {
  return `  local at=goalpost word list=
  for word in ${given}; do
    case "$at $word" in
${steps(all)}
    esac
  done
  case "$at" in
${cases(all)}
  esac`;
}

/** Lines of a `case` of the commands below the first. */
function steps(all: readonly Completed[]): string {
  return `      ${all
    .slice(1)
    .map(({ path }) => quoted(path))
    .join(' | \\\n      ')}) at="$at $word" ;;`;
}

function cases(all: readonly Completed[]): string {
  return all
    .map(({ path, words }) => `    ${quoted(path)}) list=${quoted(words.map(({ text }) => text).join(' '))} ;;`)
    .join('\n');
}

const SCRIPTS: Readonly<Record<Shell, (all: readonly Completed[]) => string>> = {
  bash: (all) => `# bash completion of goalpost
_goalpost() {
${findingWords(all, `"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`)}
  COMPREPLY=($(compgen -W "$list" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _goalpost goalpost
`,
  zsh: (all) => `#compdef goalpost
_goalpost() {
${findingWords(all, `"\${(@)words[2,CURRENT-1]}"`)}
  compadd -- \${=list} || _files
}
compdef _goalpost goalpost
`,
  fish: (all) => `# fish completion of goalpost
function __goalpost_at
  set -l at goalpost
  for word in (commandline -opc)[2..]
    switch "$at $word"
      case ${all
        .slice(1)
        .map(({ path }) => quoted(path))
        .join(' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
${all.flatMap(({ path, words }) => words.map((word) => fishLine(path, word))).join('\n')}
`,
};

function fishLine(path: string, { text, about }: Word): string {
  const at = `complete -c goalpost -n '__goalpost_at "${path}"'`;
  const given = text.startsWith('--') ? `-l ${text.slice(2)}` : `-f -a ${text}`;
  return `${at} ${given} -d ${quoted(about)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
