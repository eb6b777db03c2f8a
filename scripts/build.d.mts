export function build(options?: { force?: boolean }): Promise<{ id: string; fresh: boolean }>;
