// `node --require` this: says at the end how much memory the process had at most, in kilobytes.
process.on('exit', () => process.stderr.write(`\nPEAK ${process.resourceUsage().maxRSS}\n`));
