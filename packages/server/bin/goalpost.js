#!/usr/bin/env node
import { main } from '../dist/bundle/goalpost.js';

await main(process.argv.slice(2));
