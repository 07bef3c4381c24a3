import { doneAndFailed } from '../../shared/engine/hints';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { CONCURRENCY, dataOf } from './common';
import { ExportRun, type ExportResult } from './exportRun';
import {
	describeDevices,
	identifyDevices,
	keyOf,
	openDevicesHint,
	readDevices,
	type ChosenDevices,
} from './readDevices';

const COUNT = { one: 'count', many: 'counts' };

/** Counts devices: an export without a file. Items with the same filter share one. */
export function countDevices(setup: OperationSetup): Operation<ChosenDevices> {
	const run = new ExportRun(setup);
	return {
		unit: COUNT,
		limits: { concurrency: CONCURRENCY },
		open: run.session.open,
		read: (item) => [readDevices(item, setup)],
		identify: identifyDevices,
		names: (unit) => [describeDevices(unit)],
		parts: (unit) => [{ group: keyOf(unit), id: 'count' }],
		send: oneBatch(async ({ sample, parts: [part] }, http) => {
			const wanted = { fileLink: false, download: false };
			const answer = await run.carryOut(part, sample, { exportCsv: false }, http, wanted);
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
		outputKeys: () => ['devicesCount'],
		report: (_unit, parts) => {
			const answered = dataOf<ExportResult>(parts);
			return 'kind' in answered
				? answered
				: { kind: 'done', json: { devicesCount: answered.data.state.devicesCount } };
		},
		summary: (run) => doneAndFailed(run, COUNT, 'completed'),
		hints: openDevicesHint,
	};
}
