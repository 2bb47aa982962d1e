// What has to hold before a lesson can be measured: null, or a sentence that says what is missing.
import { state } from '../state.js';
import { heldToken } from '../token.js';

const up = () => (state.live?.ring.members ?? []).filter(({ id }) => !state.down.has(id));

/** Members that can be stopped and stay in the ring; one with a lease would leave. */
export const victims = () => up().filter(({ leased }) => !leased);

export const connected = () => ({ connecting: 'Connecting…', lost: 'The router does not answer.' })[state.link] ?? null;

/** The cluster as it is now. */
const atRest = () => connected()
  ?? (state.past ? 'This is the past. Go back to live first.' : null)
  ?? (state.settling ? 'The cluster is being restored.' : null)
  ?? (state.rebalance ? 'Values are moving. Wait until the ring has changed.' : null);

/** Two members, one of which can be stopped. */
export const twoMembers = () => atRest()
  ?? (up().length < 2 ? 'This lesson needs two members that answer.' : null)
  ?? (victims().length === 0 ? 'This lesson needs a member that stays in the ring when it stops.' : null);

/** Members, all of which answer, since values are put at them. */
export function allUp() {
  const [down] = state.down;
  return atRest() ?? (down ? `${down} is down. Start it first.` : null) ?? (up().length === 0 ? 'This lesson needs a member.' : null);
}

/** What is good to know before: the token of the ring is asked for. */
export const tokenIsAsked = () => (heldToken() ? null : 'This takes the ring’s token; you are asked for it.');
