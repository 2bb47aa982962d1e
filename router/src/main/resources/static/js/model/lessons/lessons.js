import { replicas } from './copies.js';
import { enoughPoints, fewCuts, hashes } from './evenness.js';
import { failure } from './failure.js';
import { hotKey } from './hot-key.js';
import { joining } from './joining.js';
import { modulo, ring } from './moving.js';

/** In their order; the first has the number 1. */
export const LESSONS = [modulo, ring, fewCuts, failure, enoughPoints, hashes, hotKey, replicas, joining];
