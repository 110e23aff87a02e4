import type { en } from './en.js';

export const nl: Readonly<Record<keyof typeof en, string>> = {
  'code.label': 'Code',
  'code.hint': 'De zes cijfers die uw app toont, of een herstelcode.',
  'factor.title': 'Tweede factor',
  'factor.about':
    'Met een tweede factor vraagt inloggen ook een code die een app op uw telefoon toont. Wie uw wachtwoord kent, komt daarmee alleen niet binnen.',
  'factor.off': 'U logt in met alleen uw wachtwoord.',
  'factor.on': 'Inloggen vraagt een code.',
  'factor.left': 'Er is {n} herstelcode over.|Er zijn {n} herstelcodes over.',
  'factor.setUp': 'Instellen',
  'factor.next': 'Verder',
  'factor.password': 'Uw wachtwoord',
  'factor.passwordHint': 'Zodat niemand dit aan uw ontgrendelde computer doet.',
  'factor.scan': 'Scan dit met een authenticator-app, zoals Aegis, 2FAS of die van uw wachtwoordbeheerder.',
  'factor.qr': 'QR-code van het geheim, dat hieronder als tekst staat',
  'factor.type': 'Of typ dit geheim in de app:',
  'factor.confirm': 'Inschakelen',
  'factor.confirmHint': 'De zes cijfers die de app nu toont.',
  'factor.codes': 'Uw herstelcodes',
  'factor.codesAbout':
    'Elke code laat u één keer binnen, zonder de app. Bewaar ze bij uw wachtwoorden: ze worden niet nog eens getoond, en zonder telefoon en codes kan alleen een eigenaar of de beheerder u binnenlaten.',
  'factor.download': 'Downloaden',
  'factor.kept': 'Ik heb ze bewaard',
  'factor.newCodes': 'Nieuwe herstelcodes',
  'factor.newCodesAbout': 'De oude gelden dan niet meer.',
  'factor.remove': 'Uitschakelen',
  'factor.removeAbout': 'Dan is uw wachtwoord alleen genoeg. U blijft hier ingelogd en wordt overal elders uitgelogd.',
  'factor.has': 'heeft een tweede factor',
  'factor.takeFrom': 'Tweede factor uitschakelen',
  'factor.takeFromAbout':
    'Voor wie telefoon en herstelcodes kwijt is: dan is het wachtwoord alleen genoeg, en overal wordt uitgelogd. Wees zeker dat de persoon zelf erom vraagt.',
};
