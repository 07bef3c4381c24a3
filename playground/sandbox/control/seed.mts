import { isObject } from '../http/message.mts';
import type { FcmSend } from '../google/fcmMessages/devices.mts';
import type { ApnsState, GoogleState, RegistrationState, ServiceAccount } from '../google/state.mts';
import type { GoogleSettings } from '../google/settings.mts';
import { seedAreas } from '../pushwoosh/areas/seed.mts';
import type { AreaSeed } from '../pushwoosh/areas/seed.mts';
import type { Device } from '../pushwoosh/devices.mts';
import type { PushwooshSettings } from '../pushwoosh/settings.mts';
import type { ApiToken, Application, PushwooshState } from '../pushwoosh/state.mts';
import type { TagType } from '../pushwoosh/tags.mts';
import type { RequestLog } from './log.mts';
import type { Faults } from './faults.mts';

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };

/** What a test or demo wants the services to know; everything is optional and added to what is there. */
export interface Seed {
	pushwoosh?: AreaSeed & {
		apiTokens?: Record<string, Partial<ApiToken>>;
		account?: { suspended: boolean };
		applications?: Application[];
		groups?: Record<string, string[]>;
		tags?: Record<string, TagType>;
		/** Replaces the whole table. */
		devices?: Device[];
		unknownDevices?: string[];
		filters?: Array<{
			name: string;
			filterExpression: string;
			code?: string;
			expirationDate?: string;
			application?: string;
		}>;
		settings?: DeepPartial<PushwooshSettings>;
	};
	google?: {
		serviceAccounts?: Array<ServiceAccount & { projectNumber?: string }>;
		/** Server key to project id. */
		acceptedServerKeys?: Record<string, string>;
		tokens?: Array<RegistrationState & { tokens: string[] }>;
		apnsTokens?: Array<ApnsState & { tokens: string[] }>;
		subscriptions?: Array<{ topic: string; tokens: string[]; projectId?: string }>;
		/** What messages to a topic or condition meet. */
		fcmTargets?: Array<{ topic?: string; condition?: string; sends: FcmSend[] }>;
		/** Registration tokens that a condition with `!` reaches without any topic. */
		appInstances?: string[];
		/** `null` switches a limit off. */
		settings?: DeepPartial<GoogleSettings>;
	};
	log?: { mode: 'full' | 'light' };
	faults?: { latencyMs: number };
}

interface Parts {
	pushwoosh: PushwooshState;
	google: GoogleState;
	log: RequestLog;
	faults: Faults;
}

/** Puts a seed into the state. Throws an `ExpressionError` for a filter that the service would refuse. */
export function applySeed(parts: Parts, seed: Seed): void {
	if (seed.pushwoosh !== undefined) seedPushwoosh(parts.pushwoosh, seed.pushwoosh);
	if (seed.google !== undefined) seedGoogle(parts.google, seed.google);
	if (seed.log !== undefined) parts.log.mode = seed.log.mode;
	if (seed.faults !== undefined) parts.faults.latencyMs = seed.faults.latencyMs;
}

function seedPushwoosh(state: PushwooshState, seed: NonNullable<Seed['pushwoosh']>): void {
	for (const [token, rights] of Object.entries(seed.apiTokens ?? {})) state.addApiToken(token, rights);
	if (seed.account !== undefined) state.account = { ...seed.account };
	for (const { code, name, ...more } of seed.applications ?? []) state.addApplication(code, name, more);
	for (const [code, members] of Object.entries(seed.groups ?? {})) state.groups.set(code, members);
	for (const [name, type] of Object.entries(seed.tags ?? {})) state.tags.set(name, type);
	if (seed.devices !== undefined) state.devices = seed.devices;
	for (const id of seed.unknownDevices ?? []) state.unknownDevices.add(id);
	for (const filter of seed.filters ?? []) state.addFilter(filter);
	seedAreas(state, seed);
	merge(state.settings, seed.settings);
}

function seedGoogle(state: GoogleState, seed: NonNullable<Seed['google']>): void {
	for (const account of seed.serviceAccounts ?? []) state.registerServiceAccount(account);
	for (const [key, projectId] of Object.entries(seed.acceptedServerKeys ?? {})) {
		state.addProject(projectId);
		state.acceptedServerKeys.set(key, projectId);
	}
	for (const { tokens, ...declared } of seed.tokens ?? []) state.declareTokens(tokens, declared);
	for (const { tokens, ...declared } of seed.apnsTokens ?? []) state.declareApnsTokens(tokens, declared);
	for (const { topic, tokens, projectId } of seed.subscriptions ?? [])
		state.subscribe(topic, tokens, projectId);
	for (const { topic, condition, sends } of seed.fcmTargets ?? []) {
		if (topic !== undefined) state.fcm.declareTopic(topic, sends);
		if (condition !== undefined) state.fcm.declareCondition(condition, sends);
	}
	state.fcm.addAppInstances(seed.appInstances ?? []);
	merge(state.settings, seed.settings);
	state.settings.changesPerSecond ??= Infinity;
}

/** Copies values into an object, going down into objects. */
function merge(target: object, values: object = {}): void {
	for (const [name, value] of Object.entries(values)) {
		const current: unknown = Reflect.get(target, name);
		if (isObject(current) && isObject(value)) merge(current, value);
		else Reflect.set(target, name, value);
	}
}
