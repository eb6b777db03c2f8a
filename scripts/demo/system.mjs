// Starts a generated system as its own process group, and makes sure that nothing of it outlives the demo.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const GRACE_MS = 10_000;

export class GeneratedSystem {
  #child;
  #output = '';
  #ended;

  /** @param show whether its log goes to this terminal */
  constructor({ folder, env, show }) {
    this.#child = spawn('npm', ['run', 'dev'], {
      cwd: folder,
      env: { ...process.env, ...env },
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

  /** Waits until the address answers 200, the system ends, or the time is over. */
  async ready(url, withinMs) {
    const until = Date.now() + withinMs;
    let over = false;
    this.#ended.then(() => {
      over = true;
    });
    while (Date.now() < until) {
      if (over) throw new Error(`the generated system ended while starting:\n${this.#output}`);
      if (await answers(url)) return;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    throw new Error(`${url} did not answer within ${withinMs / 1000} s:\n${this.#output}`);
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

/** The wanted port if nobody listens on it, else any that is free. */
export function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (fault) => {
      if (fault.code === 'EADDRINUSE' && wanted !== 0) resolve(freePort(0));
      else reject(fault);
    });
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
