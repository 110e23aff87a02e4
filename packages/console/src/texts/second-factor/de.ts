import type { en } from './en.js';

export const de: Readonly<Record<keyof typeof en, string>> = {
  'code.label': 'Code',
  'code.hint': 'Die sechs Ziffern, die Ihre App zeigt, oder ein Wiederherstellungscode.',
  'factor.title': 'Zweiter Faktor',
  'factor.about':
    'Mit einem zweiten Faktor braucht die Anmeldung auch einen Code, den eine App auf Ihrem Telefon zeigt. Wer Ihr Passwort kennt, kommt damit allein nicht hinein.',
  'factor.off': 'Sie melden sich nur mit Ihrem Passwort an.',
  'factor.on': 'Die Anmeldung braucht einen Code.',
  'factor.left': 'Es ist {n} Wiederherstellungscode übrig.|Es sind {n} Wiederherstellungscodes übrig.',
  'factor.setUp': 'Einrichten',
  'factor.next': 'Weiter',
  'factor.password': 'Ihr Passwort',
  'factor.passwordHint': 'Damit es niemand an Ihrem entsperrten Rechner tut.',
  'factor.scan': 'Scannen Sie dies mit einer Authenticator-App, etwa Aegis, 2FAS oder der Ihres Passwortmanagers.',
  'factor.qr': 'QR-Code des Geheimnisses, das unten als Text steht',
  'factor.type': 'Oder tippen Sie dieses Geheimnis in die App:',
  'factor.confirm': 'Einschalten',
  'factor.confirmHint': 'Die sechs Ziffern, die die App jetzt zeigt.',
  'factor.codes': 'Ihre Wiederherstellungscodes',
  'factor.codesAbout':
    'Jeder lässt Sie einmal ohne die App hinein. Bewahren Sie sie bei Ihren Passwörtern auf: Sie werden nicht noch einmal gezeigt, und ohne Telefon und Codes kann Sie nur ein Eigentümer oder der Betreiber hineinlassen.',
  'factor.download': 'Herunterladen',
  'factor.kept': 'Ich habe sie aufbewahrt',
  'factor.newCodes': 'Neue Wiederherstellungscodes',
  'factor.newCodesAbout': 'Die alten gelten dann nicht mehr.',
  'factor.remove': 'Ausschalten',
  'factor.removeAbout':
    'Dann genügt Ihr Passwort allein. Sie bleiben hier angemeldet und werden überall sonst abgemeldet.',
  'factor.has': 'hat einen zweiten Faktor',
  'factor.takeFrom': 'Zweiten Faktor ausschalten',
  'factor.takeFromAbout':
    'Für jemanden, der Telefon und Wiederherstellungscodes verloren hat: Dann genügt das Passwort allein, und überall wird abgemeldet. Vergewissern Sie sich, dass die Person selbst darum bittet.',
};
