import type { Command } from 'commander';
import { noteCommand } from '../../../access/audit-log.js';
import { rotated } from '../../../access/signing.js';
import type { Project, SigningSecret } from '../../../model/project.js';
import { toggle } from '../../../settings/kinds.js';
import type { Store } from '../../../store/store.js';
import { addCommand, json } from '../../command.js';
import { dateText, type Output, printJson, printLine } from '../../output.js';
import { findProject, projectSetting } from '../../project-setting.js';
import { storeSettings, withStore } from '../../store-settings.js';

/** `goalpost project signing-secret`: the secret that signs the session ids in a site's pages. */
export function addSigningSecretCommand(parent: Command, output: Output): void {
  addCommand(parent, output, {
    name: 'signing-secret',
    about: 'show the secret that signs session ids in pages; the first call makes it',
    examples: [
      'goalpost project signing-secret --project ID',
      'goalpost project signing-secret --project ID --rotate --json',
    ],
    settings: {
      project: projectSetting,
      rotate: toggle({ flag: 'rotate', about: 'make a new one; the one before stays valid for an hour' }),
      ...storeSettings,
      json,
    },
    run: async (values) => {
      const [current, ...replaced] = await withStore(values, output, async (store) =>
        secretsOf(store, await findProject(store, values.project), values.rotate),
      );
      const { secret } = current;
      if (values.json) {
        const still_valid = replaced.map(({ until }) => ({ until: dateText(until!) }));
        printJson(output, { secret, still_valid });
        return;
      }
      printLine(output, secret);
    },
  });
}

/** The current secret first; a new one if there is none or it is replaced. */
async function secretsOf(
  store: Store,
  { id, signingSecrets }: Project,
  rotate: boolean,
): Promise<readonly [SigningSecret, ...SigningSecret[]]> {
  const [current, ...replaced] = signingSecrets;
  if (current && !rotate) return [current, ...replaced];
  const secrets = rotated(signingSecrets, Date.now());
  await store.projects.update(id, { signingSecrets: secrets });
  await noteCommand(store, id, { change: 'project.secret', subject: id });
  return secrets;
}
