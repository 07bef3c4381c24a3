import type { RunSummary } from '../../shared/engine/operation';
import { count, number, type Noun } from '../../shared/wording';
import { countedAs } from './tokenCodes';

/**
 * The sentence that sums a run up: "9,950 of 10,000 devices subscribed to movies; 48 no longer registered, 2 failed"; and of
 * what failed, how much may have arrived all the same.
 * @param done what the units are that worked: "subscribed to movies"
 * @param others how many weren't done, by reason; by default the rejected units by their code
 */
export function sumUp(
	{ units, reports, succeeded, failed, rejected }: RunSummary,
	unit: Noun,
	{
		done,
		doneCount = succeeded,
		others = new Map([...rejected].map(([code, times]) => [countedAs(code), times])),
	}: { done: string; doneCount?: number; others?: Map<string, number> },
): string {
	const rest = [...others].map(([reason, times]) => `${number(times)} ${reason}`);
	const uncertain = reports.filter((report) => report.kind === 'failed' && report.failure.uncertain).length;
	const mayBeThere = uncertain > 0 ? `, ${number(uncertain)} of which may have arrived` : '';
	if (failed > 0) rest.push(`${number(failed)} failed${mayBeThere}`);
	const head = `${number(doneCount)} of ${count(units.length, unit)} ${done}`;
	return rest.length === 0 ? head : `${head}; ${rest.join(', ')}`;
}
