import { isOneIn } from '../control/everyNth.mts';
import { isObject } from '../http/message.mts';
import { isNear } from './devices.mts';
import type { Device } from './devices.mts';
import { Refusal } from './envelope.mts';
import { isPlatform } from './platforms.mts';
import type { AudienceKind, PushwooshState } from './state.mts';
import { operandProblem, tagMatches, TAG_OPERATORS } from './tags.mts';
import type { Operand, Scalar, TagOperator } from './tags.mts';

export const AUDIENCE_FIELDS = [
	'platforms',
	'devices',
	'users',
	'filter',
	'conditions',
	'conditions_operator',
	'geozone',
];

const MOST_RECIPIENTS = 1000;

export interface Audience {
	kind: AudienceKind;
	recipients: readonly string[];
	unknownDevices: readonly string[];
}

type Notification = Record<string, unknown>;
type Condition = [tag: string, operator: TagOperator, operand: Operand];

/**
 * Who a notification reaches. An empty list counts as not given, so that it becomes the broadcast that the
 * service is suspected to make of it. More than one kind of audience, and lists over the cap, are refused.
 */
export function audienceOf(
	state: PushwooshState,
	notification: Notification,
	applications: readonly string[],
): Audience {
	const platforms = checkedPlatforms(notification.platforms);
	const users = checkedList(notification, 'users');
	const devices = checkedList(notification, 'devices');
	const filter = checkedFilter(notification.filter);
	const conditions = checkedConditions(state, notification);
	const area = checkedGeozone(notification.geozone);
	const given = Object.entries({ users, devices, filter, conditions, geozone: area }).filter(
		([, value]) => value !== undefined,
	);
	if (given.length > 1) {
		throw new Refusal(
			210,
			`Fields ${given.map(([name]) => `"${name}"`).join(' and ')} can't be used together`,
		);
	}
	const reach = (test: (device: Device) => boolean) =>
		state.devices
			.filter((device) => device.applications.some((code) => applications.includes(code)))
			.filter((device) => platforms === undefined || platforms.includes(device.platform))
			.filter(test)
			.map(({ hwid }) => hwid);
	const none: readonly string[] = [];

	if (users !== undefined) return { kind: 'users', recipients: users, unknownDevices: none };
	if (devices !== undefined) return devicesAudience(state, devices);
	if (filter !== undefined) {
		const saved = state.currentFilters().find(({ name }) => name === filter);
		if (saved === undefined) throw new Refusal(404, `Filter "${filter}" not found`);
		return { kind: 'segment', recipients: reach(state.compile(saved.expression)), unknownDevices: none };
	}
	if (conditions !== undefined) {
		return {
			kind: 'conditions',
			recipients: reach(conditionsTest(state, conditions, notification.conditions_operator)),
			unknownDevices: none,
		};
	}
	if (area !== undefined)
		return { kind: 'geozone', recipients: reach((device) => isNear(device, area)), unknownDevices: none };
	return { kind: 'broadcast', recipients: reach(() => true), unknownDevices: none };
}

function checkedPlatforms(platforms: unknown): number[] | undefined {
	if (platforms === undefined) return undefined;
	if (!Array.isArray(platforms)) throw new Refusal(210, 'Field "platforms" must be a list of platform codes');
	if (platforms.length === 0) throw new Refusal(210, 'At least one platform must be selected');
	const wrong = (platforms as unknown[]).find((platform) => !isPlatform(platform));
	if (wrong !== undefined) throw new Refusal(210, `Unknown platform ${JSON.stringify(wrong)}`);
	return platforms as number[];
}

function checkedList(notification: Notification, name: 'users' | 'devices'): string[] | undefined {
	const list = notification[name];
	if (list === undefined) return undefined;
	if (!Array.isArray(list) || list.some((entry) => typeof entry !== 'string' || entry === '')) {
		throw new Refusal(210, `Field "${name}" must be a list of non-empty texts`);
	}
	if (list.length > MOST_RECIPIENTS)
		throw new Refusal(210, `Field "${name}" may hold at most ${MOST_RECIPIENTS} entries`);
	return list.length === 0 ? undefined : (list as string[]);
}

function checkedFilter(filter: unknown): string | undefined {
	if (filter === undefined || filter === '') return undefined;
	if (typeof filter !== 'string') throw new Refusal(210, 'Field "filter" must be the name of a filter');
	return filter;
}

function devicesAudience(state: PushwooshState, devices: string[]): Audience {
	// Push tokens of iOS are stored in lower case and found in no other.
	const isUnknown = (id: string) =>
		state.unknownDevices.has(id) ||
		isOneIn(state.settings.unknownDevicesEvery, id) ||
		(/^[0-9a-f]{64}$/i.test(id) && id !== id.toLowerCase());
	const unknownDevices = devices.filter(isUnknown);
	const recipients = unknownDevices.length === 0 ? devices : devices.filter((id) => !isUnknown(id));
	return { kind: 'devices', recipients, unknownDevices };
}

function checkedConditions(state: PushwooshState, notification: Notification): Condition[] | undefined {
	const { conditions, conditions_operator: operator } = notification;
	if (operator !== undefined && operator !== 'AND' && operator !== 'OR') {
		throw new Refusal(210, 'Field "conditions_operator" must be AND or OR');
	}
	if (conditions === undefined) return undefined;
	if (!Array.isArray(conditions)) throw new Refusal(210, 'Field "conditions" must be a list');
	if (conditions.length === 0) return undefined;
	return (conditions as unknown[]).map((condition) => checkedCondition(state, condition));
}

function checkedCondition(state: PushwooshState, condition: unknown): Condition {
	if (!Array.isArray(condition) || condition.length !== 3) {
		throw new Refusal(210, 'A condition is a list of tag, operator and operand');
	}
	const [tag, operator, operand] = condition as unknown[];
	if (typeof tag !== 'string' || tag === '') throw new Refusal(210, 'A condition starts with a tag name');
	if (!(TAG_OPERATORS as readonly unknown[]).includes(operator))
		throw new Refusal(210, `Unknown operator ${JSON.stringify(operator)}`);
	if (!isOperand(operand))
		throw new Refusal(210, `The operand of tag "${tag}" is neither a value nor a list of values`);
	const known = operator as TagOperator;
	const problem = operandProblem(tag, state.tags.get(tag), known, operand, 'condition');
	if (problem !== undefined) throw new Refusal(210, problem);
	return [tag, known, operand];
}

function isOperand(operand: unknown): operand is Operand {
	const isScalar = (value: unknown): value is Scalar =>
		['string', 'number', 'boolean'].includes(typeof value);
	return isScalar(operand) || (Array.isArray(operand) && operand.every(isScalar));
}

function conditionsTest(
	state: PushwooshState,
	conditions: Condition[],
	operator: unknown,
): (device: Device) => boolean {
	const now = state.clock.now();
	const test =
		(device: Device) =>
		([tag, op, operand]: Condition) =>
			tagMatches(device.tags[tag], op, operand, now);
	return (device) => (operator === 'OR' ? conditions.some(test(device)) : conditions.every(test(device)));
}

function checkedGeozone(geozone: unknown): { lat: number; lng: number; range: number } | undefined {
	if (geozone === undefined) return undefined;
	const problem = new Refusal(
		210,
		'Field "geozone" must be { lat, lng, range } with numbers, the range whole and above 0',
	);
	if (!isObject(geozone) || Object.keys(geozone).sort().join() !== 'lat,lng,range') throw problem;
	const { lat, lng, range } = geozone;
	if (typeof lat !== 'number' || typeof lng !== 'number' || typeof range !== 'number') throw problem;
	if (Math.abs(lat) > 90 || Math.abs(lng) > 180 || !Number.isInteger(range) || range <= 0) throw problem;
	return { lat, lng, range };
}
