// Puts a plan into the merge request: once, by editing the note that starts with the same marker. Needs Node alone.
import { readFileSync } from 'node:fs';

const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, PLAN_TOKEN } = process.env;
const notes = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;
const headers = { 'content-type': 'application/json', 'private-token': PLAN_TOKEN };

async function ask(url, options = {}) {
  const answer = await fetch(url, { headers, ...options });
  if (!answer.ok) throw new Error(`${options.method ?? 'GET'} ${url}: ${answer.status}`);
  return answer;
}

const body = readFileSync(process.argv[2], 'utf8');
const marker = body.slice(0, body.indexOf('\n'));
const me = await (await ask(`${CI_API_V4_URL}/user`)).json();
let own;
for (let page = '1'; page !== '' && own === undefined; ) {
  const answer = await ask(`${notes}?per_page=100&page=${page}`);
  own = (await answer.json()).find((note) => note.author.id === me.id && note.body.startsWith(marker));
  page = answer.headers.get('x-next-page') ?? '';
}
await ask(own === undefined ? notes : `${notes}/${own.id}`, {
  method: own === undefined ? 'POST' : 'PUT',
  body: JSON.stringify({ body }),
});
