import { actOnNode } from '../cluster.js';
import { state } from '../state.js';
import { token } from '../token.js';
import { COMPOSE } from '../words.js';
import { owe } from './debts.js';
import { until } from './few.js';

/** The command that stops or starts the container of a member. */
export function command(action, id) {
  const { url } = state.live.ring.members.find((one) => one.id === id) ?? {};
  return `${COMPOSE} ${action} ${url ? new URL(url).hostname : id}`;
}

/** Stops a member, or waits until somebody has; false: without a token it is not done. */
export async function takeAway(id, { signal, tell }) {
  if (state.local && !(await token(''))) return false;
  owe({ stopped: id });
  if (state.local) {
    if (!(await actOnNode(id, 'stop'))) return false;
  } else tell(`Stop ${id}:`, command('stop', id));
  await until(() => state.down.has(id), signal);
  tell('');
  return true;
}
