/**
 * The same work for the same object, done once however many files ask for it: neither a system nor a part of one ever
 * changes. What was made goes when the object does.
 */
export function onceFor<Of extends object, Made>(work: (of: Of) => Made): (of: Of) => Made {
  const made = new WeakMap<Of, { readonly value: Made }>();
  return (of) => {
    const known = made.get(of);
    if (known !== undefined) return known.value;
    const value = work(of);
    made.set(of, { value });
    return value;
  };
}

/** The same for an object and a number. */
export function onceForEach<Of extends object, Made>(
  work: (of: Of, count: number) => Made,
): (of: Of, count: number) => Made {
  const byCount = onceFor((_: Of) => new Map<number, Made>());
  return (of, count) => {
    const made = byCount(of);
    const known = made.get(count);
    if (known !== undefined || made.has(count)) return known as Made;
    const value = work(of, count);
    made.set(count, value);
    return value;
  };
}
