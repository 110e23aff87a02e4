import { effect } from '@preact/signals';
import { render } from 'preact';
import { loadAccount } from './api/account.js';
import { App } from './app.js';
import { listenForKeys } from './keys/keys.js';
import { account } from './state/account.js';
import { share } from './state/place.js';
import { loadTexts } from './texts/texts.js';

await loadTexts();
listenForKeys();
// A share link does not ask who is signed in.
effect(() => {
  if (share.value === null && account.value === undefined) loadAccount();
});
render(<App />, document.body);
