import type { IDataObject } from 'n8n-workflow';
import { toEntries } from '../../shared/items/lists';
import { toNumberWithin, toText } from '../../shared/items/values';
import type { Patience } from '../api/exportWait';
import type { ExportOrder } from '../api/exportTask';

/** The limits of the form, which expressions and saved workflows get around, in seconds. */
export const POLL_SECONDS = { least: 0.1, most: 3600 };
export const WAIT_SECONDS = { least: 1, most: 7 * 24 * 3600 };

/** Reads how long to wait for an export and how often to ask. @throws ItemProblem */
export function readPatience(options: IDataObject): Patience {
	return {
		pollMs: 1000 * seconds(options, 'pollInterval', 'Poll Interval (Seconds)', 2, POLL_SECONDS),
		timeoutMs: 1000 * seconds(options, 'waitTimeout', 'Wait Timeout (Seconds)', 300, WAIT_SECONDS),
	};
}

function seconds(
	options: IDataObject,
	name: string,
	label: string,
	fallback: number,
	limits: { least: number; most: number },
): number {
	const value = options[name];
	return value === undefined ? fallback : toNumberWithin(value, { name, label }, { ...limits, isOption: true });
}

/** Reads what the file shall hold; what isn't filled in isn't sent. @throws ItemProblem */
export function readFileOptions(options: IDataObject): Pick<ExportOrder, 'format' | 'exportData'> {
	const format = toText(options.format, { name: 'format', label: 'Format' }).trim();
	const exportData = toEntries(options.exportData, 'lines', { name: 'exportData', label: 'Export Data' });
	return {
		...(format === '' ? {} : { format }),
		...(exportData.length === 0 ? {} : { exportData }),
	};
}
