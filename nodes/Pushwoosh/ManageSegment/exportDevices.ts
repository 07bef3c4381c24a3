import { doneAndFailed } from '../../shared/engine/hints';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { CONCURRENCY } from './common';
import { readFileOptions } from './deviceOptions';
import { EXPORT, EXPORT_KEYS, reportExport } from './exportReport';
import { ExportRun } from './exportRun';
import { readDelivery, type Delivery } from './readDelivery';
import { openDevicesHint, readDevices, type ChosenDevices } from './readDevices';

type Export = ChosenDevices & Delivery;

/** Exports devices into a file. Items that ask for the same file share one export. */
export function exportDevices(setup: OperationSetup): Operation<Export> {
	const run = new ExportRun(setup);
	const fileOptions = readFileOptions(setup.options);
	return {
		unit: EXPORT,
		limits: { concurrency: CONCURRENCY },
		open: run.session.open,
		read: (item) => [{ ...readDevices(item, setup), ...readDelivery(item) }],
		identify: () => ({}),
		names: ({ filterExpression }) => [filterExpression],
		parts: ({ filterExpression, wait, download }) => [
			{ group: `${wait} ${download} ${filterExpression}`, id: 'export' },
		],
		send: oneBatch(async ({ sample: { filterExpression, wait, download } }, http) => {
			const taskId = await run.start({ filterExpression, exportCsv: true, ...fileOptions }, http);
			if (wait) return [await run.finish(taskId, http, { isNew: true, file: download })];
			return [{ kind: 'accepted', data: { taskId, state: { status: 'in-progress', stage: 'running' } } }];
		}),
		outputKeys: () => EXPORT_KEYS,
		report: (unit, parts) => reportExport(parts, unit),
		summary: (run) =>
			doneAndFailed(run, EXPORT, run.units.some(({ unit }) => unit.wait) ? 'completed' : 'started'),
		hints: openDevicesHint,
	};
}
