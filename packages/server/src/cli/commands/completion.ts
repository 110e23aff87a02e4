import type { Command } from 'commander';
import { addCommand } from '../command.js';
import { completionScript, SHELLS } from '../completion.js';
import { type Output, printPart } from '../output.js';
import { UsageError } from '../settings.js';

export function addCompletionCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'completion',
    argument: { name: 'shell', about: SHELLS.join(', ') },
    about: 'print a script with which a shell completes commands and flags',
    examples: [
      'goalpost completion bash > /etc/bash_completion.d/goalpost',
      'goalpost completion zsh > /usr/local/share/zsh/site-functions/_goalpost',
      'goalpost completion fish > ~/.config/fish/completions/goalpost.fish',
    ],
    settings: {},
    run: async (_values, _output, given) => {
      const shell = SHELLS.find((one) => one === given);
      if (!shell) throw new UsageError([`the shell must be one of ${SHELLS.join(', ')}; got "${given}"`]);
      await printPart(output, completionScript(program, shell));
    },
  });
}
