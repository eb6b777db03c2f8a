// Starts a generated system as its own process group, and makes sure that nothing of it outlives the demo.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const GRACE_MS = 10_000;

/** What `npm run dev` of a generated system says when all its services are ready. */
const ANNOUNCED = /API documentation\s+(http:\S+)\/docs/;

export class GeneratedSystem {
  #child;
  #output = '';
  #ended;

  /** @param show whether its log goes to this terminal */
  constructor({ folder, args, show }) {
    this.#child = spawn('npm', ['run', '--silent', 'dev', '--', ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1' },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk) => {
        this.#output = (this.#output + chunk).slice(-20_000);
        if (show.log) process.stdout.write(chunk);
      });
    }
    this.#ended = new Promise((resolve) => this.#child.on('close', (code) => resolve(code ?? 1)));
    process.once('exit', () => this.#signal('SIGKILL'));
  }

  get output() {
    return this.#output;
  }

  get ended() {
    return this.#ended;
  }

  /** Where the service is, once it answers; throws where the system ends before, or takes too long. */
  async ready(withinMs) {
    const until = Date.now() + withinMs;
    let over = false;
    this.#ended.then(() => {
      over = true;
    });
    while (Date.now() < until) {
      if (over) throw new Error(`the generated system ended while starting:\n${this.#output}`);
      const origin = ANNOUNCED.exec(this.#output)?.[1];
      if (origin !== undefined && (await answers(`${origin}/readyz`))) return origin;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the generated system was not ready within ${withinMs / 1000} s:\n${this.#output}`);
  }

  /** SIGTERM to all of it, and SIGKILL to what is left after the grace. */
  async stop() {
    this.#signal('SIGTERM');
    const late = setTimeout(() => this.#signal('SIGKILL'), GRACE_MS);
    const code = await this.#ended;
    clearTimeout(late);
    this.#signal('SIGKILL');
    return code;
  }

  #signal(signal) {
    try {
      process.kill(-this.#child.pid, signal);
    } catch (fault) {
      if (fault.code !== 'ESRCH') throw fault;
    }
  }
}

async function answers(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** Whether nobody listens on a port of this machine. */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}
