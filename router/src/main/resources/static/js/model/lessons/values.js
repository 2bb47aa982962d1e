import { write } from '../cluster.js';
import { token } from '../token.js';
import { owe } from './debts.js';
import { each } from './few.js';

export const VALUES = 30;

/** Puts values that are forgotten after the lesson; their keys, or null without the token that this takes. */
export async function putValues({ signal }) {
  if (!(await token(''))) return null;
  const prefix = `lesson-${crypto.getRandomValues(new Uint32Array(1))}/`;
  const keys = Array.from({ length: VALUES }, (_, i) => `${prefix}${i + 1}`);
  owe({ prefix });
  const put = await each(keys, (key) => write(key, 'a value of a lesson'), signal);
  return put.every(Boolean) ? keys : null;
}
