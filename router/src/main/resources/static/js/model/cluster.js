import { forgetToken, heldToken, keepToken, token } from './token.js';

/** What the cluster would not do, in its own words. */
class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

async function ask(path, { method = 'GET', body, headers = {} } = {}) {
  const answer = await fetch(path, {
    method,
    headers: body ? { 'Content-Type': 'application/json', ...headers } : headers,
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(method === 'GET' ? 5_000 : 20_000),
  });
  const text = await answer.text();
  const json = answer.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refused(answer.status, json?.detail ?? text);
  return json;
}

const WRONG = 'That is not the ring’s token.';

/** Asks with the token; null if there is none to be had. */
async function change(path, { epoch, ...request }) {
  for (let note = ''; ; note = WRONG) {
    const secret = await token(note);
    if (!secret) return null;
    const headers = { Authorization: `Bearer ${secret}` };
    if (epoch !== undefined) headers['If-Match'] = `"${epoch}"`;
    try {
      const answer = await ask(path, { ...request, headers });
      keepToken(secret);
      return answer ?? {};
    } catch (refusal) {
      if (refusal.status !== 401) throw refusal;
      forgetToken();
    }
  }
}

const memberPath = (id) => `ring/members/${encodeURIComponent(id)}`;

const at = (epoch) => (epoch === undefined ? '' : `?epoch=${epoch}`);

export const getRing = (epoch) => ask(`ring${at(epoch)}`);
export const getEvents = () => ask('ring/events/kept');
export const getHistory = (after) => ask(`ring/history?after=${after}&limit=100`);
export const getLookups = (keys, epoch) => ask(`ring/lookup${at(epoch)}`, { method: 'POST', body: { keys } });
export const getPoints = (epoch) => ask(`ring/points?epoch=${epoch}`);
export const getLookup = (key, epoch) => ask(`ring/lookup?key=${encodeURIComponent(key)}&epoch=${epoch}`);
export const getComparison = (query) => ask(`lab/compare?${new URLSearchParams(query)}`);
export const getInfo = () => ask('actuator/info');
export const getPreview = (body) => ask('ring/preview', { method: 'POST', body });

export const putMember = (id, body, epoch) => change(memberPath(id), { method: 'PUT', body, epoch });
export const deleteMember = (id, epoch) => change(memberPath(id), { method: 'DELETE', epoch });
export const patchSettings = (body, epoch) => change('ring/settings', { method: 'PATCH', body, epoch });

/** Takes a change back whose values are still moving. */
export const cancelRebalance = () => change('ring/rebalance', { method: 'DELETE' });

/** What the change moves that values move for now; null if none do. */
export const getHanding = () => ask('ring/rebalance/preview');

/** Gives up what only a lost member had. */
export const abandonMember = (id) => change(`${memberPath(id)}?abandon=true`, { method: 'DELETE' });

const valuePath = (key) => `kv?key=${encodeURIComponent(key)}`;

export const getKeys = (after) => ask(`kv?limit=1000&after=${encodeURIComponent(after)}`);
export const getWhere = (key) => ask(`kv/where?key=${encodeURIComponent(key)}`);

/** Puts a value, or deletes it if there is none; with the token if values take it. */
export async function write(key, value, secret = '') {
  const answer = await fetch(valuePath(key), {
    method: value === null ? 'DELETE' : 'PUT',
    headers: { ...(value === null ? {} : { 'Content-Type': 'text/plain' }), ...(secret && { Authorization: `Bearer ${secret}` }) },
    body: value,
    signal: AbortSignal.timeout(20_000),
  });
  if (answer.status !== 401) return kept(answer);
  if (secret) forgetToken();
  const given = await token(secret ? WRONG : '');
  return given ? write(key, value, given).then((made) => (keepToken(given), made)) : null;
}

export const read = async (key) => kept(await fetch(valuePath(key), { signal: AbortSignal.timeout(20_000) }));

/** What was answered, and which members had it on disk. */
async function kept(answer) {
  const type = answer.headers.get('Content-Type') ?? '';
  const text = await answer.text();
  const members = (answer.headers.get('X-Ring-Replicas') ?? '').split(', ').filter(Boolean).map(id);
  if (!answer.ok) throw new Refused(answer.status, type.includes('problem') ? JSON.parse(text).detail : text);
  return { status: answer.status, version: answer.headers.get('ETag')?.replaceAll('"', ''), members, type, text };
}

export const startNode = (id) => change('local/members', { method: 'POST', body: { id } });
export const actOnNode = (id, action) =>
  change(`local/members/${encodeURIComponent(id)}/${action}`, { method: 'POST' });

export const resetCluster = () => change('local/reset', { method: 'POST' });

export const forgetValues = (prefix) => change(`kv?prefix=${encodeURIComponent(prefix)}`, { method: 'DELETE' });

/** Reads a value, and says with which status the router answers. */
export async function readValue(key) {
  const answer = await fetch(`kv?key=${encodeURIComponent(key)}`);
  await answer.arrayBuffer();
  return answer.status;
}

/** Sends a change from a page that is being left, with the token that it has; nothing waits for the answer. */
export const sendLast = (path, method) =>
  fetch(path, { method, keepalive: true, headers: { Authorization: `Bearer ${heldToken()}` } }).catch(() => {});

/** Sends one key through the router, and says what came of it and how long it took. */
export async function route(key, signal) {
  const start = performance.now();
  const answer = await fetch(`route?key=${encodeURIComponent(key)}`, { signal });
  const text = await answer.text();
  const problem = answer.headers.get('Content-Type')?.includes('problem') ? JSON.parse(text) : null;
  const position = problem?.position ?? text.match(/^\[Ring Position: (\d+)\]/)?.[1];
  return {
    status: answer.status,
    owner: id(answer.headers.get('X-Ring-Owner')),
    member: id(answer.headers.get('X-Ring-Member')),
    epoch: Number(answer.headers.get('X-Ring-Epoch')),
    position: position === undefined ? null : Number(position),
    body: problem?.detail ?? text,
    milliseconds: Math.max(1, Math.round(performance.now() - start)),
  };
}

/** The id that a header names URL-encoded, null without the header. */
const id = (header) => header && decodeURIComponent(header.replaceAll('+', ' '));
