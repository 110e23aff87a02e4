import { signal } from '@preact/signals';
import type { Me } from '../api/types.js';

/** Who is signed in; null: nobody; undefined: the server has not said so yet. */
export const account = signal<Me | null | undefined>(undefined);
