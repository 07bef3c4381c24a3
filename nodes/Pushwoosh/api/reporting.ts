import type { NodeExecutionHint } from 'n8n-workflow';
import type { DecidedPart, RunSummary, UnitReport } from '../../shared/engine/operation';

/**
 * Reports a unit that is one part. (Pushwoosh's refusals are failures, since they are never about the part alone.)
 * @param write the output, from what the answer left behind
 */
export function reportOf<Unit, Answer>(
	[{ answer }]: Array<DecidedPart<Unit, Answer>>,
	write: (data: Answer) => Omit<Extract<UnitReport, { kind: 'succeeded' }>, 'kind'>,
): UnitReport {
	return answer.kind === 'succeeded' ? { kind: 'succeeded', ...write(answer.data) } : { ...answer, json: {} };
}

/** @returns one hint for each different warning of Pushwoosh */
export function warnings<Unit, Answer extends { warning?: string }>({
	units,
}: RunSummary<Unit, Answer>): NodeExecutionHint[] {
	const texts = new Set<string>();
	for (const { parts } of units) {
		for (const { answer } of parts) {
			if (answer?.kind === 'succeeded' && answer.data.warning !== undefined) texts.add(answer.data.warning);
		}
	}
	return [...texts].map((text) => ({
		message: `Pushwoosh says: “${text}”`,
		location: 'outputPane',
		type: 'warning',
	}));
}
