import { render } from 'preact';
import { loadAccount } from './api/account.js';
import { App } from './app.js';
import { listenForKeys } from './keys/keys.js';
import { loadTexts } from './texts/texts.js';

await loadTexts();
listenForKeys();
loadAccount();
render(<App />, document.body);
