import type { Shaped } from '../check-shape.ts';
import type { Report } from '../report.ts';

export function checkRules(_shaped: Shaped, _report: Report): void {}
