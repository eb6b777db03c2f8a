export function exercise(base: string, say: (sentence: string) => void): Promise<void>;
