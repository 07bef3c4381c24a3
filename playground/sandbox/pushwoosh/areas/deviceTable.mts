import { isOneIn } from '../../control/everyNth.mts';
import type { Device } from '../devices.mts';
import type { PushwooshState } from '../state.mts';

export type IdentifierKey = 'hwid' | 'user_id' | 'push_token';

interface Index {
	/** Rows that are in the maps; rows come at the end only. */
	length: number;
	hwid: Map<string, Device[]>;
	user_id: Map<string, Device[]>;
	push_token: Map<string, Device[]>;
}

/** Made once for a table, since 100,000 look-ups may follow. */
const indexes = new WeakMap<Device[], Index>();

function indexOf(state: PushwooshState): Index {
	const { devices } = state;
	let index = indexes.get(devices);
	if (index === undefined || index.length > devices.length) {
		index = { length: 0, hwid: new Map(), user_id: new Map(), push_token: new Map() };
		indexes.set(devices, index);
	}
	for (; index.length < devices.length; index.length += 1) {
		const device = devices[index.length];
		add(index.hwid, device.hwid, device);
		add(index.user_id, device.userId, device);
		add(index.push_token, device.pushToken, device);
	}
	return index;
}

function add(map: Map<string, Device[]>, id: string | undefined, device: Device): void {
	if (id === undefined) return;
	const known = map.get(id);
	if (known === undefined) map.set(id, [device]);
	else known.push(device);
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
	const rows = indexOf(state)[key].get(id) ?? [];
	return rows.filter(({ applications }) => applications.includes(application));
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
	const elsewhere = indexOf(state)[key].get(id) ?? [];
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
	addDevice(state, device);
	return [device];
}

export function addDevice(state: PushwooshState, device: Device): void {
	indexOf(state);
	state.devices.push(device);
}

/** Forgets the index after rows were changed in what they are found by. */
export function devicesChanged(state: PushwooshState): void {
	indexes.delete(state.devices);
}
