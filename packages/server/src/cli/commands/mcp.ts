import type { Command } from 'commander';
import { isOrigin, requiredSecret } from '../../settings/kinds.js';
import type { Setting } from '../../settings/setting.js';
import { addCommand } from '../command.js';
import type { Output } from '../output.js';

const url: Setting<string> = {
  flag: 'url',
  value: 'url',
  about: 'address of the server, without a path',
  default: 'http://127.0.0.1:8080',
  read: (given = '') =>
    isOrigin(given.replace(/\/$/, ''))
      ? { ok: true, value: given.replace(/\/$/, '') }
      : { ok: false, expected: 'an address without a path, such as https://stats.example' },
};

const settings = {
  url,
  token: requiredSecret({ flag: 'token', value: 'token', about: 'a token of the project' }),
};

export function addMcpCommand(program: Command, output: Output): void {
  addCommand(program, output, {
    name: 'mcp',
    about: 'let a language model query a running server (Model Context Protocol over standard input and output)',
    examples: ['GOALPOST_TOKEN=TOKEN goalpost mcp', 'goalpost mcp --url https://stats.example --token-file token.txt'],
    settings,
    run: async ({ url, token }) => {
      const { bridge } = await import('../../mcp/bridge.js');
      await bridge({ url, token, input: process.stdin, output: process.stdout });
    },
  });
}
