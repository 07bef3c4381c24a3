import { isOneIn } from '../../control/everyNth.mts';
import type { Device } from '../devices.mts';
import type { PushwooshState } from '../state.mts';

export type IdentifierKey = 'hwid' | 'user_id' | 'push_token';

interface Index {
	/** Rows that are in the map; rows come at the end only. */
	length: number;
	rows: Map<string, Device[]>;
}

/** By table and identifier, each made when first asked for and once, since 100,000 look-ups may follow. */
const indexes = new WeakMap<Device[], Partial<Record<IdentifierKey, Index>>>();

const VALUE_OF: Record<IdentifierKey, (device: Device) => string | undefined> = {
	hwid: ({ hwid }) => hwid,
	user_id: ({ userId }) => userId,
	push_token: ({ pushToken }) => pushToken,
};

function rowsOf({ devices }: PushwooshState, key: IdentifierKey, id: string): Device[] {
	let byKey = indexes.get(devices);
	if (byKey === undefined) indexes.set(devices, (byKey = {}));
	let index = byKey[key];
	if (index === undefined || index.length > devices.length)
		byKey[key] = index = { length: 0, rows: new Map() };
	for (; index.length < devices.length; index.length += 1) {
		const device = devices[index.length] as Device;
		const value = VALUE_OF[key](device);
		if (value === undefined) continue;
		const known = index.rows.get(value);
		if (known === undefined) index.rows.set(value, [device]);
		else known.push(device);
	}
	return index.rows.get(id) ?? [];
}

/** Whether a test or switch has said that the service doesn't know an identifier; all others it knows. */
export function isUnknown(state: PushwooshState, id: string): boolean {
	return state.unknownDevices.has(id) || isOneIn(state.settings.unknownDevicesEvery, id);
}

/** Rows of an application that an identifier names; none of one that hasn't been written about yet. */
export function devicesOf(
	state: PushwooshState,
	key: IdentifierKey,
	id: string,
	application: string,
): Device[] {
	return rowsOf(state, key, id).filter(({ applications }) => applications.includes(application));
}

/** The same rows; one is made for an identifier that has none, since every identifier is alive. */
export function devicesToWrite(
	state: PushwooshState,
	key: IdentifierKey,
	id: string,
	application: string,
): Device[] {
	const rows = devicesOf(state, key, id, application);
	if (rows.length > 0) return rows;
	const elsewhere = rowsOf(state, key, id);
	if (elsewhere.length > 0) {
		for (const device of elsewhere) device.applications.push(application);
		return elsewhere;
	}
	const device: Device = {
		hwid: key === 'hwid' ? id : `device of ${id}`,
		...(key === 'user_id' ? { userId: id } : {}),
		pushToken: key === 'push_token' ? id : `push token of ${id}`,
		platform: 3,
		applications: [application],
		tags: {},
	};
	state.devices.push(device);
	return [device];
}

/** Forgets the index after rows were changed in what they are found by. */
export function devicesChanged(state: PushwooshState): void {
	indexes.delete(state.devices);
}
