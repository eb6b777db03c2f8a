// Stands in for a bug: something hatmax relies on throws what nobody expects.
import fs from 'node:fs';

fs.realpathSync.native = () => {
  throw new TypeError('a bug for the test');
};
