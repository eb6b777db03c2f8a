export interface RouteText {
  readonly method: string;
  readonly path: string;
  /** Parameters with their names left out: what two routes have in common. */
  readonly shape: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const SEGMENT = /^([A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})+$|^\{[A-Za-z_][A-Za-z0-9_]*\}$/;

/** Reads `GET /orders/{id}`; a sentence where it cannot be read. */
export function readRoute(text: string): RouteText | string {
  const [, method, path] = /^(\S+)\s+(\S+)$/.exec(text.trim()) ?? [];
  if (method === undefined || path === undefined)
    return 'It needs a method and a path, with a space in between.';
  if (!METHODS.includes(method))
    return `\`${method.slice(0, 20)}\` is not one of the methods ${METHODS.join(', ')}.`;
  const fault = pathFault(path);
  if (fault !== undefined) return fault;
  return { method, path, shape: `${method} ${path.replace(/\{[^}]*\}/g, '{}')}` };
}

export function pathFault(path: string): string | undefined {
  if (!path.startsWith('/')) return 'The path starts with `/`.';
  if (path === '/') return undefined;
  const segments = path.slice(1).split('/');
  const odd = segments.find((segment) => segment === '.' || segment === '..' || !SEGMENT.test(segment));
  if (odd === '') return 'The path has an empty part, or a slash at its end.';
  if (odd !== undefined)
    return `\`${odd.slice(0, 40)}\` cannot be a part of a path; parameters are written {name}.`;
  const parameters = segments.filter((segment) => segment.startsWith('{'));
  return new Set(parameters).size < parameters.length ? 'A parameter is there twice.' : undefined;
}
