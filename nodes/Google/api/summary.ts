import type { RunSummary } from '../../shared/engine/operation';
import { count, number, type Noun } from '../../shared/wording';
import { countedAs } from './tokenCodes';

/**
 * The sentence that sums a run up: "9,950 of 10,000 devices subscribed to movies; 48 no longer registered, 2 failed".
 * @param done what the units are that worked: "subscribed to movies"
 * @param others how many weren't done, by reason; by default the rejected units by their code
 */
export function sumUp(
	run: RunSummary,
	unit: Noun,
	{
		done,
		doneCount = run.succeeded,
		others,
	}: { done: string; doneCount?: number; others?: Map<string, number> },
): string {
	const reasons = others ?? new Map([...run.rejected].map(([code, times]) => [countedAs(code), times]));
	const rest = [...reasons].map(([reason, times]) => `${number(times)} ${reason}`);
	if (run.failed > 0) rest.push(`${number(run.failed)} failed`);
	const head = `${number(doneCount)} of ${count(run.units.length, unit)} ${done}`;
	return rest.length === 0 ? head : `${head}; ${rest.join(', ')}`;
}
