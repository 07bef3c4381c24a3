import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation } from '../../shared/engine/operation';
import { RequestFailure } from '../../shared/failure';
import { defineOperation } from '../../shared/node/operationEntry';
import { CONCURRENCY } from '../api/plainCall';
import { reportOf } from '../api/reporting';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { aboutDevices, deviceFields, keyOf, readDevices, type ChosenDevices } from './shared/devices';
import { ExportRun, exportWaitOptions, type ExportResult } from './shared/export';

const COUNT = { one: 'count', many: 'counts' };

/** Counts devices: an export without a file. Items with the same filter share one. */
export const countDevices = defineOperation({
	option: {
		name: 'Count',
		value: 'count',
		action: 'Count devices',
		description: 'Find out how many devices a filter selects',
	},
	fields: deviceFields,
	options: exportWaitOptions,
	limits: { concurrency: CONCURRENCY },
	start: (setup): Operation<ChosenDevices, ExportResult, PushwooshSession> => {
		const run = new ExportRun(setup);
		return {
			unit: COUNT,
			open: openPushwoosh,
			read: (item) => [readDevices(item, setup)],
			...aboutDevices,
			parts: (unit) => [{ group: keyOf(unit), id: 'count' }],
			async send({ parts: [part] }, hands) {
				const data = await run.carryOut(part, { exportCsv: false }, false, hands);
				if (data.state.devicesCount !== undefined) return [{ kind: 'succeeded', data }];
				throw new RequestFailure({
					code: 'UNEXPECTED_ANSWER',
					message: 'Pushwoosh finished the count, but its answer holds no number of devices',
					advice: "Check 'Base URL' in the Pushwoosh credential, or run the workflow again.",
					extra: { taskId: data.taskId },
				});
			},
			outputKeys: () => ['devicesCount'],
			report: (_unit, parts) =>
				reportOf(parts, ({ state: { devicesCount } }) => ({ json: { devicesCount } })),
			summary: (all) => doneAndFailed(all, COUNT, 'completed'),
		};
	},
});
