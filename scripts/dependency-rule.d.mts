export function dependencyOffences(tree?: string): Promise<string>;
