/** English, for the second factor of signing in. */
export const en = {
  'code.label': 'Code',
  'code.hint': 'The six digits that your app shows, or a recovery code.',
  'factor.title': 'Second factor',
  'factor.about':
    'With a second factor, signing in also takes a code that an app on your phone shows. Whoever knows your password cannot come in with it alone.',
  'factor.off': 'You sign in with your password alone.',
  'factor.on': 'Signing in takes a code.',
  'factor.left': '{n} recovery code is left.|{n} recovery codes are left.',
  'factor.setUp': 'Set up',
  'factor.next': 'Next',
  'factor.password': 'Your password',
  'factor.passwordHint': 'So that nobody does this at your unlocked computer.',
  'factor.scan': 'Scan this with an authenticator app, such as Aegis, 2FAS or the one of your password manager.',
  'factor.qr': 'QR code of the secret, which stands below as text',
  'factor.type': 'Or type this secret into the app:',
  'factor.confirm': 'Turn on',
  'factor.confirmHint': 'The six digits that the app shows now.',
  'factor.codes': 'Your recovery codes',
  'factor.codesAbout':
    'Each lets you in once, without the app. Keep them where you keep your passwords: they are not shown again, and without phone and codes only an owner or the operator can let you in.',
  'factor.download': 'Download',
  'factor.kept': 'I have kept them',
  'factor.newCodes': 'New recovery codes',
  'factor.newCodesAbout': 'The old ones are void then.',
  'factor.remove': 'Turn off',
  'factor.removeAbout':
    'Your password alone is enough then. You stay signed in here and are signed out everywhere else.',
  'factor.has': 'has a second factor',
  'factor.takeFrom': 'Turn off the second factor',
  'factor.takeFromAbout':
    'For somebody who has lost phone and recovery codes: their password alone is enough then, and they are signed out everywhere. Make sure that it is them who ask.',
} as const;
