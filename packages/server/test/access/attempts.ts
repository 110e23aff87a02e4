import type { Api } from '../support/api.js';
import { urlGoal, visit } from '../support/builders.js';
import { type Browser, newAccount } from '../support/console.js';

/** A request for something of p1, which is right but for whoever sends it. */
export interface Attempt {
  readonly address: string;
  readonly body?: object;
}

/** Makes one of everything in p1, and returns a request for each operation that names something by its id. `owner`: of p1. */
export async function newAttempts(api: Api, owner: Browser): Promise<Readonly<Record<string, Attempt>>> {
  const [{ id: shown }] = (await owner.send('GET', '/auth/sessions')).json().data;
  await owner.send('POST', '/goals', urlGoal('/thanks', { key: 'order' }));
  await api.record(visit('/thanks', { sessionId: 's1' }));
  const made = async (address: string, body: object) => (await owner.send('POST', address, body)).json().data;
  const step = { name: 'Any', type: 'url', rule: { match: 'prefix', pattern: '/' } };
  await made('/funnels', { key: 'way', name: 'Way', steps: [step, step] });
  const note = `/notes/${(await made('/notes', { date: '2026-01-03', text: 'Open' })).id}`;
  const insight_id = (await made('/insight/create', { label: 'Sources', data: {} })).id;
  const token = `/tokens/${(await made('/tokens', { abilities: ['goals:read'] })).id}`;
  const share = `/share-links/${(await made('/share-links', {})).id}`;
  const { id: person } = await newAccount(api, { projects: { p1: 'viewer' } });
  return {
    getSession: { address: '/sessions/s1' },
    eraseSession: { address: '/sessions/s1' },
    getGoal: { address: '/goals/order' },
    changeGoal: { address: '/goals/order', body: { name: 'Mine' } },
    deleteGoal: { address: '/goals/order' },
    getSavedFunnel: { address: '/funnels/way' },
    changeFunnel: { address: '/funnels/way', body: { name: 'Mine' } },
    deleteFunnel: { address: '/funnels/way' },
    changeNote: { address: note, body: { text: 'Mine' } },
    deleteNote: { address: note },
    getInsight: { address: '/insight/detail', body: { insight_id } },
    changeInsight: { address: '/insight/update', body: { insight_id, label: 'Mine' } },
    deleteInsight: { address: '/insight/delete', body: { insight_id } },
    setDefaultInsight: { address: '/insight/default-set', body: { insight_id } },
    getProject: { address: '/projects/p1' },
    changeProject: { address: '/projects/p1', body: { name: 'Mine' } },
    rotateSigningSecret: { address: '/projects/p1/signing-secret' },
    deleteProject: { address: '/projects/p1', body: { name: 'Shop' } },
    revokeToken: { address: token },
    deleteShareLink: { address: share },
    changePerson: { address: `/people/${person}`, body: { role: 'owner' } },
    removePerson: { address: `/people/${person}` },
    linkPerson: { address: `/people/${person}/link` },
    changeAccount: { address: `/accounts/${person}`, body: { projects: [{ id: 'p1', role: 'viewer' }] } },
    deleteAccount: { address: `/accounts/${person}` },
    linkAccount: { address: `/accounts/${person}/link` },
    removeSecondFactorOf: { address: `/accounts/${person}/second-factor` },
    endConsoleSession: { address: `/auth/sessions/${shown}` },
  };
}
