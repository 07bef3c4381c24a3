import { doneAndFailed } from '../../shared/engine/hints';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { CONCURRENCY } from './common';
import { readFileOptions } from './deviceOptions';
import { EXPORT, EXPORT_KEYS, reportExport } from './exportReport';
import { ExportRun } from './exportRun';
import { readDelivery, type Delivery } from './readDelivery';
import {
	describeDevices,
	identifyDevices,
	keyOf,
	openDevicesHint,
	readDevices,
	type ChosenDevices,
} from './readDevices';

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
		identify: identifyDevices,
		// Another format or other columns make another file.
		asksFor: (unit) => [unit, fileOptions],
		names: (unit) => [describeDevices(unit)],
		parts: (unit) => [{ group: `${unit.wait} ${unit.download} ${keyOf(unit)}`, id: 'export' }],
		send: oneBatch(async ({ sample, parts: [part] }, http) => {
			const order = { exportCsv: true, ...fileOptions };
			if (sample.wait) {
				const wanted = { fileLink: true, download: sample.download };
				return [await run.carryOut(part, sample, order, http, wanted)];
			}
			const started = await run.start(sample, order, http);
			if ('failure' in started) return [{ kind: 'failed', failure: started.failure }];
			const { taskId } = started;
			return [{ kind: 'accepted', data: { taskId, state: { status: 'in-progress', stage: 'running' } } }];
		}),
		outputKeys: () => EXPORT_KEYS,
		report: (unit, parts) => reportExport(parts, unit),
		summary: (run) =>
			doneAndFailed(run, EXPORT, run.units.some(({ unit }) => unit.wait) ? 'completed' : 'started'),
		hints: openDevicesHint,
	};
}
