import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleFolder, folder, hatmax, ROOT, read, tree, write } from './hatmax.ts';

const MARKER = '<!-- hatmax-plan:hatmax.yml -->';

/** An applied example whose spec asks for more, and with a file that was edited. */
async function edited(): Promise<string> {
  const cwd = exampleFolder('minimal');
  expect((await hatmax(['apply', '--auto-approve'], { cwd })).code).toBe(0);
  write(cwd, 'services/todo/src/app.ts', `// by hand\n${read(cwd, 'services/todo/src/app.ts')}`);
  write(
    cwd,
    'hatmax.yml',
    read(cwd, 'hatmax.yml').replace('done: bool = false', 'done: bool = false\n          note: string?'),
  );
  return cwd;
}

describe('plan --markdown and --html', () => {
  test('answer the comment alone, and write the page alone', async () => {
    const cwd = await edited();
    const before = tree(cwd);
    const ran = await hatmax(['plan', '--markdown', '--html', 'plan.html'], { cwd });
    expect(ran.code).toBe(0);
    expect(ran.stdout.split('\n').slice(0, 2)).toEqual([MARKER, expect.stringMatching(/^### Plan: /)]);
    expect(ran.stdout).toContain('#### Modified by hand');
    expect(read(cwd, 'plan.html')).toMatch(/^<!doctype html>/);
    const after = new Map(tree(cwd));
    after.delete('plan.html');
    expect([...after.keys()]).toEqual([...before.keys()]);
  });

  test('of several specs have markers of their own, and none names the machine', async () => {
    const cwd = await edited();
    const ran = await hatmax(['plan', '--markdown', '--chdir', cwd], { cwd: join(cwd, '..') });
    expect(ran.stdout.split('\n')[0]).toMatch(/^<!-- hatmax-plan:hatmax-test-\w+\/hatmax\.yml -->$/);
    expect(ran.stdout).not.toContain(cwd);
  });

  test('a page, a graph and a saved plan are all named from where hatmax was started', async () => {
    const cwd = folder();
    const spec = read(exampleFolder('minimal'), 'hatmax.yml');
    write(cwd, 'apps/shop/hatmax.yml', spec);
    const plan = ['plan', '--chdir', 'apps/shop', '--diff', 'none', '--html', 'a.html', '-o', 'a.plan'];
    expect((await hatmax(plan, { cwd })).code).toBe(0);
    expect((await hatmax(['graph', '--chdir', 'apps/shop', '-o', 'a.dot'], { cwd })).code).toBe(0);
    expect([...tree(cwd).keys()].sort()).toEqual(['a.dot', 'a.html', 'a.plan', 'apps/shop/hatmax.yml']);
  });

  test('say that nothing changes, with exit codes as ever', async () => {
    const cwd = exampleFolder('minimal');
    await hatmax(['apply', '--auto-approve'], { cwd });
    const none = await hatmax(['plan', '--markdown', '--detailed-exitcode'], { cwd });
    expect(none).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('### No changes.') });
    const all = await hatmax(['plan', '--destroy', '--markdown', '--detailed-exitcode'], { cwd });
    expect(all).toMatchObject({ code: 2, stdout: expect.stringContaining('#### Destroyed') });
  });

  test('a page that cannot be written is an error; --json with --markdown is one too', async () => {
    const cwd = exampleFolder('minimal');
    const ran = await hatmax(['plan', '--html', 'no/such/folder.html'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('HM5020');
    expect((await hatmax(['plan', '--json', '--markdown'], { cwd })).code).toBe(1);
  });

  test('no progress is written where there is no terminal', async () => {
    const services = Array.from(
      { length: 40 },
      (_, row) => `  s${row}: {kind: atom, models: {A: {fields: {b: string}}}}`,
    );
    const cwd = folder({ 'hatmax.yml': `version: 1\nname: many\nservices:\n${services.join('\n')}\n` });
    expect(await hatmax(['plan', '--diff', 'none'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });
});

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly run?: string;
  readonly with?: { readonly script: string };
}

describe('action.yml', () => {
  const steps: readonly Step[] = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')).runs.steps;
  const step = (name: string) => steps.find((one) => one.name === name) ?? expect.fail(name);

  function runStep(name: string, cwd: string, env: Readonly<Record<string, string>>) {
    const runner = folder({
      'bin/hatmax': `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'bin', 'run.js')}" "$@"\n`,
    });
    chmodSync(join(runner, 'bin/hatmax'), 0o755);
    for (const file of ['output', 'summary']) write(runner, file, '');
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-e', '-o', 'pipefail', '-c', step(name).run ?? ''],
      {
        cwd,
        encoding: 'utf8',
        env: {
          PATH: `${join(runner, 'bin')}:${process.env.PATH}`,
          RUNNER_TEMP: runner,
          GITHUB_OUTPUT: join(runner, 'output'),
          GITHUB_STEP_SUMMARY: join(runner, 'summary'),
          ...env,
        },
      },
    );
    const output = read(runner, 'output')
      .trim()
      .split('\n')
      .map((line) => line.split('='));
    return {
      code: status,
      said: stdout + stderr,
      outputs: Object.fromEntries(output),
      summary: read(runner, 'summary'),
    };
  }

  test('plans, counts, and gives the page', async () => {
    const { code, outputs, summary, said } = runStep('Plan', await edited(), {
      SPEC: 'hatmax.yml',
      ALLOW_DESTRUCTIVE: 'false',
    });
    expect({ code, said }).toEqual({ code: 0, said: expect.not.stringContaining('error') });
    expect(outputs).toMatchObject({ changes: 'true', drift: '1', conflict: '0', destroy: '0', code: '0' });
    expect(Number(outputs.change)).toBeGreaterThan(0);
    expect(summary).toContain(MARKER);
    expect(readFileSync(outputs.page, 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('a spec that is wrong fails the step', () => {
    const cwd = folder({ 'hatmax.yml': 'version: 1\nnmae: x\n' });
    expect(runStep('Plan', cwd, { SPEC: 'hatmax.yml', ALLOW_DESTRUCTIVE: 'false' }).code).toBe(1);
  });

  test.each([
    [{ DRIFT: '1' }, 1],
    [{ DRIFT: '1', FAIL_ON_DRIFT: 'false' }, 0],
    [{ CONFLICT: '2' }, 1],
    [{ CONFLICT: '2', FAIL_ON_CONFLICTS: 'false' }, 0],
    [{ CHANGES: 'true' }, 0],
    [{ CHANGES: 'true', FAIL_ON_CHANGES: 'true' }, 1],
    [{ CODE: '3' }, 1],
    [{}, 0],
  ])('judges %j: %i', (env, code) => {
    const all = {
      CODE: '0',
      CHANGES: 'false',
      CONFLICT: '0',
      DRIFT: '0',
      FAIL_ON_CHANGES: 'false',
      FAIL_ON_CONFLICTS: 'true',
      FAIL_ON_DRIFT: 'true',
    };
    const ran = runStep('Verdict', folder(), { ...all, ...env });
    expect(ran.code).toBe(code);
    expect(ran.said.includes('::error')).toBe(code === 1);
  });

  test('comments once, and edits only what is its own', async () => {
    const file = join(folder({ 'plan.md': `${MARKER}\n### Plan\n` }), 'plan.md');
    const comments = [
      { databaseId: 1, body: `${MARKER}\nnot ours`, viewerDidAuthor: false },
      { databaseId: 2, body: `> ${MARKER}`, viewerDidAuthor: true },
    ];
    const github = {
      graphql: async (_: string, { after }: { after: string | null }) => {
        const at = after === null ? 0 : Number(after);
        const pageInfo = { hasNextPage: at + 1 < comments.length, endCursor: String(at + 1) };
        return { repository: { pullRequest: { comments: { nodes: comments.slice(at, at + 1), pageInfo } } } };
      },
      rest: {
        issues: {
          createComment: async ({ body }: { body: string }) =>
            comments.push({ databaseId: comments.length + 1, body, viewerDidAuthor: true }),
          updateComment: async (asked: { comment_id: number; body: string }) => {
            for (const comment of comments)
              if (comment.databaseId === asked.comment_id) comment.body = asked.body;
          },
        },
      },
    };
    const context = { repo: { owner: 'o', repo: 'r' }, payload: { pull_request: { number: 7 } } };
    const script = `return (async () => {${step('Comment').with?.script}})()`;
    const act = new Function('github', 'context', 'require', 'process', script);
    const comment = () => act(github, context, () => ({ readFileSync }), { env: { MARKDOWN: file } });
    await comment();
    expect(comments).toHaveLength(3);
    write(join(file, '..'), 'plan.md', `${MARKER}\n### Plan: anew\n`);
    await comment();
    expect(comments.map(({ body }) => body)).toEqual([
      `${MARKER}\nnot ours`,
      `> ${MARKER}`,
      `${MARKER}\n### Plan: anew\n`,
    ]);
  });
});

test('docs/ci/gitlab-comment.mjs comments once, and edits only what is its own', async () => {
  const notes = [{ id: 1, body: `${MARKER}\nof another`, author: { id: 8 } }];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { body = '' } = text === '' ? {} : JSON.parse(text);
      if (request.method === 'POST') notes.push({ id: notes.length + 1, body, author: { id: 7 } });
      const id = Number(request.url?.split('/').at(-1));
      if (request.method === 'PUT') for (const note of notes) if (note.id === id) note.body = body;
      response.end(JSON.stringify(request.url === '/user' ? { id: 7 } : notes));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const at = folder();
  mkdirSync(at, { recursive: true });
  const comment = (text: string) => {
    write(at, 'plan.md', `${MARKER}\n${text}\n`);
    const env = {
      CI_API_V4_URL: `http://127.0.0.1:${port}`,
      CI_PROJECT_ID: '1',
      CI_MERGE_REQUEST_IID: '2',
      PLAN_TOKEN: 'x',
    };
    const child = spawn(process.execPath, [join(ROOT, 'docs/ci/gitlab-comment.mjs'), 'plan.md'], {
      cwd: at,
      env,
    });
    return new Promise((resolve) => child.on('close', resolve));
  };
  expect(await comment('one')).toBe(0);
  expect(await comment('two')).toBe(0);
  server.close();
  expect(notes.map(({ body }) => body)).toEqual([`${MARKER}\nof another`, `${MARKER}\ntwo\n`]);
});
