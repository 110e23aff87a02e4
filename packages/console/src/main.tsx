import { render } from 'preact';
import { App } from './app.js';
import { listenForKeys } from './keys/keys.js';
import { loadTexts } from './texts/texts.js';

await loadTexts();
listenForKeys();
render(<App />, document.body);
