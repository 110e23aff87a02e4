import { useSignal } from '@preact/signals';
import { useAnswer } from '../../api/answer.js';
import type { Call } from '../../api/call.js';
import { type Changing, useChange } from '../../api/change.js';
import type { Me } from '../../api/types.js';
import { Dialog } from '../../parts/dialog.js';
import { Form } from '../../parts/form.js';
import { Opener } from '../../parts/opener.js';
import { Refusal } from '../../parts/refusal.js';
import { Failure } from '../../parts/states.js';
import { t } from '../../texts/texts.js';
import { Invitation } from './invitation.js';
import { type Row, Rows } from './rows.js';
import { Secret } from './secret.js';
import { Section } from './section.js';

/** Something that is asked about before it is done. */
export interface Asked {
  readonly title: string;
  readonly about: string;
  readonly action: string;
  readonly call: Call;
}

/** What a list of people can do. */
export interface Doing {
  readonly changing: Changing;
  /** Asks for the list again, once it was done. */
  run(call: Call): void;
  /** Shows the link that the call makes. */
  link(call: Call): void;
  ask(one: Asked): void;
}

interface Props<Person> {
  readonly about: string;
  /** Where the list is. */
  readonly path: 'accounts' | 'people';
  /** As of an invitation. */
  readonly projects?: Me['projects'];
  row(person: Person, doing: Doing): Row;
}

/** People who may sign in: of the installation or of a project. */
export function PeopleSection<Person>({ about, path, projects, row }: Props<Person>) {
  const answer = useAnswer<{ data: readonly Person[] }>(() => ({ method: 'GET', path }));
  const asked = useSignal<Asked | null>(null);
  const link = useSignal<string | null>(null);
  const changing = useChange();
  const { data, error } = answer.value;
  const doing: Doing = {
    changing,
    run: async (call) => {
      if ((await changing.run(call)) === null) return;
      asked.value = null;
      answer.again();
    },
    link: async (call) => {
      const made = await changing.run<{ data: { link: string } }>(call);
      if (made) link.value = made.data.link;
    },
    ask: (one) => {
      asked.value = one;
    },
  };
  const close = () => {
    asked.value = null;
    link.value = null;
  };
  if (error) return <Failure error={error} again={answer.again} />;
  return (
    <Section
      title={t('settings.people')}
      about={about}
      tools={
        <Opener label={t('people.invite')} isPrimary>
          {(closeInvitation) => (
            <Invitation
              {...(projects && { projects })}
              made={(text) => {
                closeInvitation();
                link.value = text;
                answer.again();
              }}
              close={closeInvitation}
            />
          )}
        </Opener>
      }
    >
      <Rows rows={data?.data.map((one) => row(one, doing)) ?? null} />
      {changing.error && !asked.value && <Refusal error={changing.error} />}
      {link.value !== null && (
        <Dialog title={t('people.link')} close={close}>
          <Secret about={t('people.linkAbout')} text={`${location.origin}${location.pathname}#/link/${link.value}`} />
        </Dialog>
      )}
      {asked.value && (
        <Dialog title={asked.value.title} close={close}>
          <Form
            changing={changing}
            action={asked.value.action}
            isDangerous
            submit={() => doing.run(asked.value!.call)}
            close={close}
          >
            <p>{asked.value.about}</p>
          </Form>
        </Dialog>
      )}
    </Section>
  );
}
