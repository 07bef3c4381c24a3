import { ItemProblem } from '../../shared/failure';
import { doneAndFailed } from '../../shared/engine/hints';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import type { ItemReader } from '../../shared/form/itemReader';
import { CONCURRENCY } from './common';
import { EXPORT, EXPORT_KEYS, reportExport } from './exportReport';
import { ExportRun } from './exportRun';
import { readDelivery, type Delivery } from './readDelivery';

interface Pickup extends Delivery {
	taskId: string;
}

/** Picks up an export that was started before: waits for the rest of it, or asks once how far it is. */
export function getExport(setup: OperationSetup): Operation<Pickup> {
	const run = new ExportRun(setup);
	return {
		unit: EXPORT,
		limits: { concurrency: CONCURRENCY },
		open: run.session.open,
		read: (item) => [{ taskId: readTaskId(item), ...readDelivery(item) }],
		identify: ({ taskId }) => ({ taskId }),
		identifiedBy: { taskId: 'taskId' },
		parts: ({ taskId, wait, download }) => [{ group: `${wait} ${download} ${taskId}`, id: 'export' }],
		send: oneBatch(async ({ sample: { taskId, wait, download } }, http) => [
			wait
				? await run.finish(taskId, http, { isNew: false, fileLink: false, download })
				: await run.look(taskId, http),
		]),
		outputKeys: () => EXPORT_KEYS,
		report: (unit, parts) => reportExport(parts, unit),
		summary: (run) => doneAndFailed(run, EXPORT, run.units.some(({ unit }) => unit.wait) ? 'completed' : 'looked up'),
	};
}

function readTaskId(item: ItemReader): string {
	const taskId = item.requiredText('taskId');
	if (!/\s/.test(taskId)) return taskId;
	throw new ItemProblem(
		`'${item.field('taskId').label}' holds a space`,
		"Use the 'taskId' of one export, as the operation 'Export' returns it.",
	);
}
