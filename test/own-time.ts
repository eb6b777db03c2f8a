/** Seconds of processor time that this process has spent on something. A busy machine makes nothing slower. */
export function ownTime(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}
