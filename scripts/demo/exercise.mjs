// Uses the running API as a client would, one sentence a step; throws at the first thing that is not as promised.

/** @param say called with each sentence once it turned out to be true */
export async function exercise(base, say) {
  const list = await create(base, say);
  await read(base, list, say);
  const items = await fill(base, list, say);
  await pages(base, list, items, say);
  await stale(base, items[0], say);
  await invalid(base, say);
  await remove(base, items[0], say);
}

async function create(base, say) {
  const made = await call('POST', `${base}/lists`, { body: { name: `Groceries ${Date.now()}` } });
  expect(made, 201, 'create');
  expectThat(typeof made.json.id === 'string', 'a created list has an id');
  say(`POST   /todo/lists             201  "${made.json.name}"`);
  return made.json;
}

async function read(base, list, say) {
  const got = await call('GET', `${base}/lists/${list.id}`);
  expect(got, 200, 'read');
  expectThat(got.json.name === list.name, 'the list that is read is the one that was created');
  expectThat(got.etag !== null, 'an answer carries an ETag');
  say(`GET    /todo/lists/{id}        200  ETag ${got.etag}`);
}

async function fill(base, list, say) {
  const items = [];
  for (const [title, status] of [
    ['Bread', 'open'],
    ['Butter', 'open'],
    ['Salt', 'done'],
    ['Tea', 'open'],
  ]) {
    const made = await call('POST', `${base}/items`, { body: { list: list.id, title, status } });
    expect(made, 201, `create item ${title}`);
    items.push(made.json);
  }
  say(`POST   /todo/items             201  four items, three of them open`);
  return items;
}

async function pages(base, list, items, say) {
  const open = items.filter((item) => item.status === 'open').map((item) => item.id);
  const query = `${base}/items?list=${list.id}&status=open&limit=2`;
  const first = await call('GET', query);
  expect(first, 200, 'list');
  expectThat(first.json.items.length === 2, 'a page of two has two items');
  expectThat(
    first.json.items.every((item) => item.status === 'open'),
    'the filter leaves only open items',
  );
  expectThat(typeof first.json.next === 'string', 'a page that is not the last names the next one');
  const second = await call('GET', `${query}&after=${encodeURIComponent(first.json.next)}`);
  expect(second, 200, 'list, second page');
  const seen = [...first.json.items, ...second.json.items].map((item) => item.id);
  expectThat(sameSet(seen, open), 'two pages hold every open item once');
  say('GET    /todo/items?status=open 200  two pages: 2 + 1 items');
}

async function stale(base, item, say) {
  const url = `${base}/items/${item.id}`;
  const { etag } = await call('GET', url);
  const changed = await call('PATCH', url, { body: { status: 'done' }, ifMatch: etag });
  expect(changed, 200, 'update');
  expectThat(changed.json.status === 'done', 'the update is in the answer');
  const refused = await call('PATCH', url, { body: { status: 'open' }, ifMatch: etag });
  expect(refused, 412, 'update of a stale version');
  say('PATCH  /todo/items/{id}        200, and with the old ETag 412');
}

async function invalid(base, say) {
  const refused = await call('POST', `${base}/items`, { body: { title: '', color: 'red' } });
  expectThat(
    [400, 422].includes(refused.status),
    `an invalid body is refused, not answered ${refused.status}`,
  );
  expectThat(
    refused.type.startsWith('application/problem+json'),
    'the refusal is a problem document (RFC 9457)',
  );
  const fields = (refused.json.fields ?? []).map((fault) => fault.path);
  for (const field of ['list', 'title', 'color']) {
    expectThat(fields.includes(field), `the problem names the field ${field}: it names ${fields.join(', ')}`);
  }
  say(`POST   /todo/items             ${refused.status}  problem details: ${fields.join(', ')}`);
}

async function remove(base, item, say) {
  const url = `${base}/items/${item.id}`;
  const { etag } = await call('GET', url);
  expect(await call('DELETE', url, { ifMatch: etag }), 204, 'delete');
  expect(await call('GET', url), 404, 'read after delete');
  say('DELETE /todo/items/{id}        204, and then 404');
}

async function call(method, url, { body, ifMatch } = {}) {
  const headers = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (ifMatch) headers['if-match'] = ifMatch;
  const answer = await fetch(url, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  const type = answer.headers.get('content-type') ?? '';
  return {
    method,
    url,
    status: answer.status,
    etag: answer.headers.get('etag'),
    type,
    text,
    json: parsed(type, text),
  };
}

function parsed(type, text) {
  return type.includes('json') && text !== '' ? JSON.parse(text) : {};
}

function expect(answer, status, what) {
  if (answer.status === status) return;
  throw new Error(
    `${what}: expected ${status}, got ${answer.status} from ${answer.method} ${answer.url}\n${answer.text.slice(0, 2000)}`,
  );
}

function expectThat(condition, sentence) {
  if (!condition) throw new Error(`not so: ${sentence}`);
}

function sameSet(some, others) {
  return some.length === others.length && [...some].sort().join() === [...others].sort().join();
}
