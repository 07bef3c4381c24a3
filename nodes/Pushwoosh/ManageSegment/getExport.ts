import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation } from '../../shared/engine/operation';
import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { defineOperation } from '../../shared/node/operationEntry';
import { CONCURRENCY } from '../api/plainCall';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { requiredText } from '../fields/requiredText';
import {
	deliveryFields,
	EXPORT,
	EXPORT_KEYS,
	ExportRun,
	readDelivery,
	reportExport,
	exportWaitOptions,
	type Delivery,
	type ExportResult,
} from './shared/export';

interface Pickup extends Delivery {
	taskId: string;
}

/** Picks up an export that was started before: waits for the rest of it, or asks once how far it is. */
export const getExport = defineOperation({
	option: {
		name: 'Get Export',
		value: 'getExport',
		action: 'Get export of devices',
		description: 'Pick up an export that was started before',
	},
	fields: [
		requiredText(
			'Task ID',
			'taskId',
			"The task ID that 'Export' returned, or that a failed export names in its details",
			'123456',
		),
		...deliveryFields,
	],
	options: exportWaitOptions,
	limits: { concurrency: CONCURRENCY },
	start: (setup): Operation<Pickup, ExportResult, PushwooshSession> => {
		const run = new ExportRun(setup);
		return {
			unit: EXPORT,
			open: openPushwoosh,
			read: (item) => [{ taskId: readTaskId(item), ...readDelivery(item) }],
			identify: ({ taskId }) => ({ taskId }),
			identifiedBy: { taskId: 'taskId' },
			parts: ({ taskId, wait, download }) => [{ group: `${wait} ${download} ${taskId}`, id: 'export' }],
			async send({ sample: { taskId, wait, download } }, hands) {
				const data = wait
					? await run.finish(taskId, { isNew: false, fileLink: false, download }, hands)
					: await run.look(taskId, hands);
				return [{ kind: 'succeeded', data }];
			},
			outputKeys: () => EXPORT_KEYS,
			report: reportExport,
			summary: (all) =>
				doneAndFailed(all, EXPORT, all.units.some(({ unit }) => unit.wait) ? 'completed' : 'looked up'),
		};
	},
});

function readTaskId(item: ItemReader): string {
	const taskId = item.requiredText('taskId');
	if (!/\s/.test(taskId)) return taskId;
	throw new ItemProblem(
		`'${item.field('taskId').label}' holds a space`,
		"Use the 'taskId' of one export, as the operation 'Export' returns it.",
	);
}
