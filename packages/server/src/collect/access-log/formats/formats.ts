import { caddy } from './caddy.js';
import { combined, common, vhostCombined, vhostCommon } from './combined.js';
import type { LogFormat } from './format.js';
import { alb, elb } from './load-balancers.js';
import { nginxJson } from './nginx-json.js';
import { s3 } from './s3.js';
import { traefik } from './traefik.js';
import { w3c } from './w3c.js';

/**
 * The formats of access logs. Where a line fits several, the first one is meant. A new format is a file in this folder and a line
 * here.
 */
export const LOG_FORMATS: readonly LogFormat[] = [
  vhostCombined,
  combined,
  vhostCommon,
  common,
  w3c,
  alb,
  elb,
  s3,
  caddy,
  traefik,
  nginxJson,
];
