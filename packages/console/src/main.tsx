import { effect } from '@preact/signals';
import { render } from 'preact';
import { loadAccount } from './api/account.js';
import { App } from './app.js';
import { listenForKeys } from './keys/keys.js';
import { shownPage } from './pages/pages.js';
import { account } from './state/account.js';
import { share } from './state/place.js';
import { loadTexts } from './texts/texts.js';

// What a first view needs is asked for at once, so that nothing waits for something else. A share link does not ask who is
// signed in.
effect(() => {
  if (share.value === null && account.value === undefined) loadAccount();
});
effect(() => {
  // If it fails, the page says so when it is drawn.
  if (account.value) shownPage.value.load().catch(() => {});
});
await loadTexts();
listenForKeys();
render(<App />, document.body);
