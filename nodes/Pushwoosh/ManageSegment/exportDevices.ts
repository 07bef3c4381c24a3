import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { count } from '../../shared/engine/throwing';
import { CONCURRENCY } from './common';
import { readFileOptions } from './deviceOptions';
import { reportExport } from './exportReport';
import { ExportRun } from './exportRun';
import { readDelivery, type Delivery } from './readDelivery';
import { openDevicesHint, readDevices, type ChosenDevices } from './readDevices';

type Export = ChosenDevices & Delivery;

/** Exports devices into a file. Items that ask for the same file share one export. */
export function exportDevices(setup: OperationSetup): Operation<Export> {
	const run = new ExportRun(setup);
	const fileOptions = readFileOptions(setup.options);
	return {
		unit: { one: 'export', many: 'exports' },
		limits: { concurrency: CONCURRENCY },
		open: run.session.open,
		read: (item) => [{ ...readDevices(item, setup), ...readDelivery(item) }],
		identify: () => ({}),
		names: ({ filterExpression }) => [filterExpression],
		parts: ({ filterExpression, wait, download }) => [
			{ group: `${wait} ${download} ${filterExpression}`, id: 'export' },
		],
		send: oneBatch(async ({ sample: { filterExpression, wait, download }, parts: [part] }, http) => {
			const order = { filterExpression, exportCsv: true, ...fileOptions };
			if (wait) return [await run.carryOut(part, order, http, { file: download })];
			const taskId = await run.start(order, http);
			return [{ kind: 'accepted', data: { taskId, state: { status: 'in-progress', stage: 'running' } } }];
		}),
		report: (unit, parts) => reportExport(parts, unit),
		summary: ({ done, units }) => {
			if (done === 0) return undefined;
			const isWaiting = units.some(({ unit }) => unit.wait);
			return `${count(done, { one: 'export', many: 'exports' })} ${isWaiting ? 'completed' : 'started'}`;
		},
		hints: openDevicesHint,
	};
}
