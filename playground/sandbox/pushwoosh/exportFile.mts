import { strToU8, zipSync } from 'fflate';

import type { Device } from './devices.mts';
import { platformName } from './platforms.mts';
import type { ExportTask, PushwooshState } from './state.mts';
import type { TagValue } from './tags.mts';

/** The ZIP of a completed export, with one CSV or JSON file in it. */
export function exportZip(state: PushwooshState, task: ExportTask): Buffer {
	const name = (task.fileName ?? 'export').replace(/\.zip$/, '');
	const content = task.format === 'json' ? jsonLines(state, task.devices) : csv(state, task);
	return Buffer.from(zipSync({ [name]: strToU8(content) }, { mtime: state.clock.now() }));
}

/** Five fixed columns, then one per tag; `exportData` keeps only the columns it names, if it names any. */
function csv(state: PushwooshState, { devices, exportData }: ExportTask): string {
	const tagNames = [...new Set(devices.flatMap((device) => Object.keys(device.tags)))];
	const columns: Array<[string, (device: Device) => string]> = [
		['Hwid', (device) => device.hwid],
		['User ID', (device) => device.userId ?? ''],
		['Push Token', (device) => device.pushToken ?? ''],
		['Type', (device) => String(device.platform)],
		['Type (humanized)', (device) => platformName(device.platform)],
		...tagNames.map((name): [string, (device: Device) => string] => [
			name,
			(device) => csvValue(state, name, device.tags[name]),
		]),
	];
	const wanted = new Set(exportData?.map((name) => name.toLowerCase()));
	const chosen = columns.filter(([name]) => wanted.has(name.toLowerCase()));
	const kept = chosen.length > 0 ? chosen : columns;
	const rows = [kept.map(([name]) => name), ...devices.map((device) => kept.map(([, read]) => read(device)))];
	return rows.map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

function csvValue(state: PushwooshState, name: string, value: TagValue | undefined): string {
	if (value === undefined) return '';
	if (Array.isArray(value)) return value.join(', ');
	if (state.tags.get(name) === 'Date')
		return new Date(Number(value) * 1000).toISOString().slice(0, 16).replace('T', ' ');
	return String(value);
}

function csvCell(text: string): string {
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonLines(state: PushwooshState, devices: Device[]): string {
	const typed = (tags: Record<string, TagValue>) =>
		Object.entries(tags).map(([name, value]) => ({ name, [typeKey(state, name, value)]: value }));
	const line = (device: Device) =>
		JSON.stringify({
			hwid: device.hwid,
			device_tags: typed(device.tags),
			app_tags: Object.fromEntries(
				Object.entries(device.applicationTags ?? {}).map(([code, tags]) => [code, { tags: typed(tags) }]),
			),
		});
	return devices.map((device) => `${line(device)}\n`).join('');
}

function typeKey(state: PushwooshState, name: string, value: TagValue): string {
	const type = state.tags.get(name);
	if (type === 'Timezone') return 'timezone';
	if (type === 'Date') return 'date';
	if (type === 'Version') return 'version';
	if (typeof value === 'boolean') return 'boolean';
	return typeof value === 'number' ? 'integer' : 'string';
}
