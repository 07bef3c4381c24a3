import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { CONCURRENCY, dataOf } from './common';
import { ExportRun, type ExportResult } from './exportRun';
import { openDevicesHint, readDevices, type ChosenDevices } from './readDevices';

/** Counts devices: an export without a file. Items with the same filter share one. */
export function countDevices(setup: OperationSetup): Operation<ChosenDevices> {
	const run = new ExportRun(setup);
	return {
		unit: { one: 'count', many: 'counts' },
		limits: { concurrency: CONCURRENCY },
		open: run.session.open,
		read: (item) => [readDevices(item, setup)],
		identify: () => ({}),
		names: ({ filterExpression }) => [filterExpression],
		parts: ({ filterExpression }) => [{ group: filterExpression, id: 'count' }],
		send: oneBatch(async ({ sample: { filterExpression }, parts: [part] }, http) => {
			const answer = await run.carryOut(part, { filterExpression, exportCsv: false }, http, { file: false });
			if (answer.kind !== 'accepted' || (answer.data as ExportResult).state.devicesCount !== undefined)
				return [answer];
			return [
				{
					kind: 'failed',
					failure: {
						code: 'UNEXPECTED_ANSWER',
						message: 'Pushwoosh finished the count, but its answer holds no number of devices',
						advice: "Check 'Base URL' in the Pushwoosh credential, or run the workflow again.",
						extra: { taskId: (answer.data as ExportResult).taskId },
					},
				},
			];
		}),
		report: (_unit, parts) => {
			const answered = dataOf<ExportResult>(parts);
			return 'kind' in answered
				? answered
				: { kind: 'done', json: { devicesCount: answered.data.state.devicesCount } };
		},
		hints: openDevicesHint,
	};
}
