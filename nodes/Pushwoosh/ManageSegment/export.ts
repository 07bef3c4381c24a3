import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation } from '../../shared/engine/operation';
import type { FieldReader } from '../../shared/form/fieldReader';
import { textField } from '../../shared/form/plainFields';
import { defineOperation } from '../../shared/node/operationEntry';
import type { ExportOrder } from '../api/exportTask';
import { CONCURRENCY } from '../api/plainCall';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { aboutDevices, deviceFields, keyOf, readDevices, type ChosenDevices } from './shared/devices';
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

/** Exports devices into a file. Items that ask for the same file share one export. */
export const exportDevices = defineOperation({
	option: {
		name: 'Export',
		value: 'export',
		action: 'Export devices',
		description: 'Make a file with the devices that a filter selects',
	},
	fields: [...deviceFields, ...deliveryFields],
	options: [
		textField(
			'Export Data',
			'exportData',
			'Columns of the file, with commas between them. Empty: all. Pushwoosh documents no list of their names.',
			'Hwid, User ID',
		),
		textField(
			'Format',
			'format',
			"Format of the file inside the ZIP archive. Empty: Pushwoosh's default.",
			'csv',
		),
		...exportWaitOptions,
	],
	limits: { concurrency: CONCURRENCY },
	start: (setup): Operation<ChosenDevices & Delivery, ExportResult, PushwooshSession> => {
		const run = new ExportRun(setup);
		const order = { exportCsv: true, ...readFileOptions(setup.options) };
		return {
			unit: EXPORT,
			open: openPushwoosh,
			read: (item) => [{ ...readDevices(item, setup), ...readDelivery(item) }],
			...aboutDevices,
			// Another format or other columns make another file.
			asksFor: (unit) => [unit, order],
			parts: (unit) => [{ group: `${unit.wait} ${unit.download} ${keyOf(unit)}`, id: 'export' }],
			async send({ sample, parts: [part] }, hands) {
				const data = sample.wait
					? await run.carryOut(part, order, sample.download, hands)
					: { taskId: await run.start(sample, order, hands), state: STARTED };
				return [{ kind: 'succeeded', data }];
			},
			outputKeys: () => EXPORT_KEYS,
			report: reportExport,
			summary: (all) =>
				doneAndFailed(all, EXPORT, all.units.some(({ unit }) => unit.wait) ? 'completed' : 'started'),
		};
	},
});

const STARTED: ExportResult['state'] = { status: 'in-progress', stage: 'running' };

/** Reads what the file shall hold; what isn't filled in isn't sent. @throws ItemProblem */
function readFileOptions(options: FieldReader): Pick<ExportOrder, 'format' | 'exportData'> {
	const format = options.text('format').trim();
	const exportData = options.entries('exportData', 'lines');
	return {
		...(format === '' ? {} : { format }),
		...(exportData.length === 0 ? {} : { exportData }),
	};
}
